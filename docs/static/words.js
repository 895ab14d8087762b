// The search of the Chinese pages: where the words of a query end, and the stemmer for its English ones.
var splitQuery = (query) =>
  [...new Intl.Segmenter("zh", { granularity: "word" }).segment(query)]
    .filter((part) => part.isWordLike)
    .map((part) => part.segment);
// Some releases of Sphinx ask for a stemmer of this name, which there is none of.
Object.defineProperty(window, "ChineseStemmer", {
  get: () => window.EnglishStemmer,
  set: () => {},
  configurable: true,
});
