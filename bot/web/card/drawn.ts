/**
 * 存为图片：draws what is on the screen, as the browser has laid it out, box by box and character by character. Only what a card
 * uses: backgrounds, borders, rounded corners, text, underlines, the paths of the QR code.
 */

const SCALE = 3;

export async function drawn(card: HTMLElement): Promise<Blob> {
  await document.fonts.ready;
  // A picture is sent on to others, whose screens are not dark.
  const themed = card.closest(".mingbai");
  themed?.classList.add("light");
  try {
    return await pictureOf(card);
  } finally {
    themed?.classList.remove("light");
  }
}

function pictureOf(card: HTMLElement): Promise<Blob> {
  const frame = card.getBoundingClientRect();
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(frame.width * SCALE);
  canvas.height = Math.ceil(frame.height * SCALE);
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("no canvas");
  pen.scale(SCALE, SCALE);
  pen.translate(-frame.left, -frame.top);
  pen.fillStyle = getComputedStyle(card).backgroundColor;
  pen.fillRect(frame.left, frame.top, frame.width, frame.height);
  drawElement(card, pen);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png");
  });
}

function drawElement(element: Element, pen: CanvasRenderingContext2D): void {
  const style = getComputedStyle(element);
  if (style.display === "none" || style.visibility === "hidden") return;
  if (element instanceof SVGSVGElement) {
    drawSvg(element, pen);
    return;
  }
  const box = element.getBoundingClientRect();
  drawBox(box, style, pen);
  if (style.display === "list-item" && style.listStyleType !== "none") drawDot(box, style, pen);
  for (const child of Array.from(element.childNodes)) {
    if (child instanceof Text) drawText(child, style, pen);
    else if (child instanceof Element) drawElement(child, pen);
  }
}

function drawBox(box: DOMRect, style: CSSStyleDeclaration, pen: CanvasRenderingContext2D): void {
  if (box.width === 0 || box.height === 0 || style.display === "inline") return;
  const radius = Number.parseFloat(style.borderTopRightRadius) || 0;
  if (!isClear(style.backgroundColor)) {
    pen.fillStyle = style.backgroundColor;
    outline(box, radius, pen);
    pen.fill();
  }
  const widths = (["Top", "Right", "Bottom", "Left"] as const).map((side) =>
    style[`border${side}Style`] === "none" ? 0 : Number.parseFloat(style[`border${side}Width`]),
  );
  const [top = 0, right = 0, bottom = 0, left = 0] = widths;
  pen.save();
  outline(box, radius, pen);
  pen.clip();
  const edge = (color: string, x: number, y: number, width: number, height: number) => {
    pen.fillStyle = color;
    pen.fillRect(x, y, width, height);
  };
  edge(style.borderTopColor, box.left, box.top, box.width, top);
  edge(style.borderBottomColor, box.left, box.bottom - bottom, box.width, bottom);
  edge(style.borderRightColor, box.right - right, box.top, right, box.height);
  edge(style.borderLeftColor, box.left, box.top, left, box.height);
  pen.restore();
}

function drawDot(box: DOMRect, style: CSSStyleDeclaration, pen: CanvasRenderingContext2D): void {
  const size = Number.parseFloat(style.fontSize);
  pen.fillStyle = style.color;
  pen.beginPath();
  pen.arc(
    box.left - size * 0.8,
    box.top + Number.parseFloat(style.lineHeight) / 2,
    size * 0.15,
    0,
    2 * Math.PI,
  );
  pen.fill();
}

function outline({ left, top, right, bottom }: DOMRect, radius: number, pen: CanvasRenderingContext2D): void {
  pen.beginPath();
  pen.moveTo(left + radius, top);
  pen.arcTo(right, top, right, bottom, radius);
  pen.arcTo(right, bottom, left, bottom, radius);
  pen.arcTo(left, bottom, left, top, radius);
  pen.arcTo(left, top, right, top, radius);
  pen.closePath();
}

function drawText(text: Text, style: CSSStyleDeclaration, pen: CanvasRenderingContext2D): void {
  const range = document.createRange();
  pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  pen.fillStyle = style.color;
  pen.textBaseline = "alphabetic";
  let start = 0;
  for (const character of text.data) {
    const end = start + character.length;
    range.setStart(text, start);
    range.setEnd(text, end);
    start = end;
    if (character.trim() === "") continue;
    const box = range.getBoundingClientRect();
    if (box.width === 0) continue;
    const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = pen.measureText(character);
    pen.fillText(character, box.left, box.top + (box.height - up - down) / 2 + up);
  }
}

function drawSvg(svg: SVGSVGElement, pen: CanvasRenderingContext2D): void {
  const box = svg.getBoundingClientRect();
  const { width, height } = svg.viewBox.baseVal;
  pen.save();
  pen.translate(box.left, box.top);
  pen.scale(box.width / width, box.height / height);
  for (const shape of Array.from(svg.children)) {
    pen.fillStyle = getComputedStyle(shape).fill;
    if (shape instanceof SVGPathElement) pen.fill(new Path2D(shape.getAttribute("d") ?? ""));
    else if (shape instanceof SVGRectElement) pen.fillRect(0, 0, width, height);
  }
  pen.restore();
}

function isClear(color: string): boolean {
  return color === "transparent" || /,\s*0\)$/u.test(color);
}
