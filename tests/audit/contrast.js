// For each element that axe could not judge: its colour, its opacity, what lies behind it as
// far as its ancestors say, where it is in which drawing, and which contrast it needs.
(selectors) => {
  const pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    pixel.clearRect(0, 0, 1, 1);
    pixel.fillStyle = colour;
    pixel.fillRect(0, 0, 1, 1);
    return [...pixel.getImageData(0, 0, 1, 1).data];
  };
  const drawings = [...document.querySelectorAll("svg")];
  return selectors.map((selector) => {
    const element = document.querySelector(selector);
    const style = getComputedStyle(element);
    const svg = element.closest("svg");
    const box = element.getBoundingClientRect();
    const frame = (svg ?? element).getBoundingClientRect();
    const behind = [];
    let opacity = svg ? Number(style.fillOpacity) : 1;
    let plain = !svg;
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor, backgroundImage, opacity: own } = getComputedStyle(at);
      opacity *= Number(own);
      plain &&= backgroundImage === "none";
      behind.push(rgba(backgroundColor));
    }
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 56 / 3 && Number(style.fontWeight) >= 700);
    return {
      colour: rgba(svg ? style.fill : style.color),
      opacity,
      plain,
      behind,
      drawing: drawings.indexOf(svg),
      box: [box.top - frame.top, box.bottom - frame.top, box.left - frame.left, box.right - frame.left],
      needed: large ? 3 : 4.5,
      text: element.textContent.trim().slice(0, 40),
    };
  });
};
