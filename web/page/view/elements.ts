// Makes elements. Texts only ever become text nodes, so a file's name cannot become markup.

/**
 * @param {string} name tag, with classes: `p.message.quiet`
 * @param {Record<string, string | boolean>} [attributes]
 * @param {...(Node | string | null | false | undefined)} children the empty ones are left out
 * @returns {HTMLElement}
 */
export function element(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split('.');
  const made = document.createElement(tag);
  made.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter(Boolean));
  return made;
}
