/** `TRADITIONAL SIMPLIFIED|…`, a character each; of several simplified ones the usual one comes first. */
declare module 'opencc-js/dict/TSCharacters' {
  const pairs: string;
  export default pairs;
}
