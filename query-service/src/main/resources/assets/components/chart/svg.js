// Elements of SVG. Their colours are attributes: the content security policy forbids inline styles.

const NAMESPACE = "http://www.w3.org/2000/svg";

export function svg(tag, attributes) {
  const made = document.createElementNS(NAMESPACE, tag);
  Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
  return made;
}
