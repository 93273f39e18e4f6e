// A file that the page saves, without a dialog of the browser.
/** Presses a button that saves a file. @returns {Promise<{ name: string, type: string, base64: string }>} */
export function savedFile(session, selector) {
  return session.evaluate(async (wanted) => {
    const make = URL.createObjectURL;
    const { click } = HTMLAnchorElement.prototype;
    /** @type {Blob | null} */
    let blob = null;
    let name = '';
    URL.createObjectURL = (/** @type {Blob} */ given) => {
      blob = given;
      return make.call(URL, given);
    };
    HTMLAnchorElement.prototype.click = function remember() {
      name = this.download;
    };
    document.querySelector(wanted).click();
    URL.createObjectURL = make;
    HTMLAnchorElement.prototype.click = click;
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let text = '';
    for (let i = 0; i < bytes.length; i += 32768)
      text += String.fromCharCode(...bytes.subarray(i, i + 32768));
    return { name, type: blob.type, base64: btoa(text) };
  }, selector);
}
