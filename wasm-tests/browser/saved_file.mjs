// A file that the page saves, without a dialog of the browser.
/** Presses a button that saves a file. @returns {Promise<{ name: string, type: string, base64: string }>} */
export function savedFile(session, selector) {
  return session.evaluate(async (wanted) => {
    const make = URL.createObjectURL;
    const { click } = HTMLAnchorElement.prototype;
    /** @type {Map<string, Blob>} The page makes URLs of scripts, too. */
    const blobs = new Map();
    URL.createObjectURL = (/** @type {Blob} */ given) => {
      const url = make.call(URL, given);
      blobs.set(url, given);
      return url;
    };
    const { name, blob } = await new Promise((resolve) => {
      HTMLAnchorElement.prototype.click = function remember() {
        resolve({ name: this.download, blob: blobs.get(this.href) });
      };
      document.querySelector(wanted).click();
    });
    URL.createObjectURL = make;
    HTMLAnchorElement.prototype.click = click;
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let text = '';
    for (let i = 0; i < bytes.length; i += 32768)
      text += String.fromCharCode(...bytes.subarray(i, i + 32768));
    return { name, type: blob.type, base64: btoa(text) };
  }, selector);
}
