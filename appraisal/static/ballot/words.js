// What is said, in the voter's language: line by line as in templates/voter/_words.html.
const [
  LEFT, MARKED, UNRATED, RATED, UNDONE, SIZES, TITLE, HINT, GROUP, ALIKE, CONFIRM, BACK, SENDING, RETRY, UNKEPT, BUSY,
  LOST, AGAIN, DRAFT, CONTINUE, ANEW, CLEAR, CLEARED,
] = ask.dataset.words.split("\n");
