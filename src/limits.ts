/** The most bytes of one input file; they are kept in memory while it is read. */
export const maxFileBytes = 256 * 1024 * 1024;

/** The most characters of one field. */
export const maxFieldCharacters = 10_000;

/** The most characters of one row, element or line. */
export const maxRowCharacters = 1024 * 1024;

export const maxColumns = 1_000;

/** The most rows of JSON or XLSX: all of them are in memory until the last one is checked, as those of CSV are not. */
export const maxRows = 250_000;

/** The most rows of one sheet or CSV file, blank ones included: as Excel sets it. */
export const maxSheetRows = 1_048_576;

/** The most bytes that an XLSX file may unpack to. */
export const maxUnpackedBytes = 512 * 1024 * 1024;

/** How many times its size one part of it may unpack to; a small one may be more. */
export const maxUnpackedRatio = 200;

/** The most parts (files) that it may be packed of. */
export const maxParts = 10_000;

/** The most bytes that its texts may unpack to: they are in memory while it is read. */
export const maxSharedBytes = 128 * 1024 * 1024;

/** The most bytes that each part of a workbook other than its sheets may unpack to. */
export const maxPartBytes = 16 * 1024 * 1024;

/** The most rows that a store answers with at once. */
export const maxPageRows = 1_000;
