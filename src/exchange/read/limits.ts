/** The most bytes of one input file; they are kept in memory while it is read. */
export const maximumFileBytes = 256 * 1024 * 1024;

/** The most characters of one field. */
export const maximumFieldCharacters = 10_000;

/** The most characters of one row, element or line. */
export const maximumRowCharacters = 1024 * 1024;

export const maximumColumns = 1_000;

/** The most rows of JSON or XLSX: all of them are in memory until the last one is checked, as those of CSV are not. */
export const maximumRows = 250_000;

/** The most rows of one sheet or CSV file, blank ones included: as Excel sets it. */
export const maximumSheetRows = 1_048_576;

/** The most bytes that an XLSX file may unpack to. */
export const maximumUnpackedBytes = 512 * 1024 * 1024;

/** The most bytes that its texts may unpack to: they are in memory while it is read. */
export const maximumSharedBytes = 128 * 1024 * 1024;

/** The most bytes that each part which tells how its sheets are to be read may unpack to. */
export const maximumPartBytes = 16 * 1024 * 1024;
