// Sphinx's search asks this for the score of each result, and shows the result as it then is.
// A result is [page, title, fragment, description, score, file].
DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = location.protocol !== "file:"; // it fetches pages
var Scorer = {
  objNameMatch: 11, objPartialMatch: 6, objPrio: { 0: 15, 1: 5, 2: -5 }, objPrioDefault: 0,
  title: 30, partialTitle: 7, term: 5, partialTerm: 2,
  score: (result) => {
    const [page, section] = result[0].split("#");
    result[0] = page;
    if (section && !result[2]) result[2] = "#" + section;
    const [title, heading] = result[1].split(" > ");
    if (heading && title.endsWith(heading)) result[1] = title;
    const term = result[2].match(/^#term-(.+)/);
    if (!term) return result[4];
    result[1] = title + " > " + term[1].replaceAll("-", " ");
    return result[4] + 100;
  },
};
