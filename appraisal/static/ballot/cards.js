// Several criteria: a row is told by its subject and its criterion.
const criterionOf = (row) => find("legend", row)[0].lastChild.data; // with a space in front

function tellCriteria(name, mine) {
  if (mine.length < rowsOf(cardOf(mine[0])).length) make("small", mine.map(criterionOf).join(" ·"), name);
}
