// Why somebody gave the lowest grade: a box under the card, counted, kept with the draft, told in the review.
const pattern = id("why"), LACKING = pattern.dataset.lacking || "";
const lowest = (card) => find("[value='0']", card)[0].parentNode.className;
let isPressed = false; // the review was asked for: a box that must be filled in says so

const boxes = cards.map((card) => {
  if (!find("textarea", card)[0]) {
    card.append(document.importNode(pattern.content, true));
    find(".why", card)[0].hidden = true;
  }
  const box = find("textarea", card)[0], label = find("label", box.parentNode)[0];
  box.id = box.name = label.htmlFor = "r" + find("input", card)[0].name.slice(1) / rowsOf(card).length;
  label.firstChild.textContent = subjectOf(box);
  box.text = box.value; // outlives a change of the grade, but is sent with the lowest alone
  make("small", "", box.parentNode).setAttribute("aria-hidden", true);
  box.oninput = () => {
    box.text = box.value;
    isDrawn = false;
    settle();
  };
  box.onchange = (event) => event.stopPropagation(); // no answer
  return box;
});

const putMark = put;
put = (name, value) => {
  const box = boxes.find((one) => one.name === name);
  if (box) box.text = value || "";
  else putMark(name, value);
};

drawPlaces = () => {
  const isEmpty = !rows().some(chosen);
  boxes.forEach((box) => {
    const part = box.parentNode, isAsked = !!find("[value='0']:checked", cardOf(box))[0];
    if (isEmpty) box.text = "";
    const text = isAsked ? box.text : "";
    if (box.value !== text) box.value = text;
    if (text) given[box.name] = text;
    if (isAsked && part.hidden) id("spoken").textContent = find("label", part)[0].textContent;
    part.hidden = !isAsked;
    part.classList.toggle("wrong", isPressed && !text.trim());
    part.lastChild.textContent = Array.from(text).length + "/" + box.maxLength;
  });
};

function tellReasons() {
  boxes.filter(({ value }) => value.trim()).forEach((box) => {
    const names = find("h3." + lowest(cardOf(box)) + " + div > button", ask);
    const name = names.find((button) => button.firstChild.data === subjectOf(box));
    const told = make("p", box.value, name.parentNode);
    told.className = "said";
    name.after(told);
  });
}

const toReview = submit.onclick;
submit.onclick = (event) => {
  const lacking = LACKING && boxes.find((box) => !box.parentNode.hidden && !box.value.trim());
  if (!lacking) {
    toReview(event);
    return tellReasons();
  }
  event.preventDefault();
  isPressed = true;
  draw();
  note(say(LACKING, { name: subjectOf(lacking) }));
  return lacking.focus();
};
