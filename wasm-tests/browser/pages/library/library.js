// A page that uses dist/glance.js. The tests evaluate code here, which finds the library as `library`.
import { createClassifier, GlanceError } from '../../glance.js';

// A picture file of the server, in each form that classify() takes.
const forms = {
  async Blob(url) {
    return (await fetch(url)).blob();
  },
  async ArrayBuffer(url) {
    return (await fetch(url)).arrayBuffer();
  },
  async Uint8Array(url) {
    return new Uint8Array(await forms.ArrayBuffer(url));
  },
  async ImageBitmap(url) {
    return createImageBitmap(await forms.Blob(url));
  },
  async HTMLImageElement(url) {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  },
  async HTMLCanvasElement(url) {
    const bitmap = await forms.ImageBitmap(url);
    const canvas = Object.assign(document.createElement('canvas'), {
      width: bitmap.width,
      height: bitmap.height,
    });
    canvas.getContext('2d').drawImage(bitmap, 0, 0);
    return canvas;
  },
  async ImageData(url) {
    const canvas = await forms.HTMLCanvasElement(url);
    return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  },
};

// The outcome of a promise, as a JSON value.
async function outcomeOf(promise) {
  try {
    return { value: await promise };
  } catch (error) {
    return {
      name: error.name,
      code: error.code,
      message: error.message,
      isGlanceError: error instanceof GlanceError,
    };
  }
}

globalThis.library = { createClassifier, forms, outcomeOf };
