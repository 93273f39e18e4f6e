// Where the camera's picture is seen: the video element, and the pictures that are taken of it.
const quality = 0.95;
const longestWaitMs = 1000; // a browser that does not draw the video, because it is scrolled away or for its own reasons, tells of no frame

/** @param {HTMLVideoElement} video */
export function createStage(video) {
  return {
    video,
    /** Resolves when there is a picture. @param {MediaStream} stream */
    async show(stream) {
      video.srcObject = stream;
      await video.play();
    },
    clear() {
      video.srcObject = null;
    },
    /** @returns {Promise<Blob>} the picture of now, as JPEG, never mirrored */
    take() {
      const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
      canvas.getContext('2d').drawImage(video, 0, 0);
      return canvas.convertToBlob({ type: 'image/jpeg', quality });
    },
    /** Resolves when there is a new picture, or none is told of for a second, and the page is seen. */
    async nextFrame() {
      if (document.hidden) await untilSeen();
      await new Promise((resolve) => {
        setTimeout(resolve, longestWaitMs);
        if (video.requestVideoFrameCallback) video.requestVideoFrameCallback(resolve);
        else requestAnimationFrame(resolve);
      });
    },
  };
}

function untilSeen() {
  return new Promise((resolve) => {
    document.addEventListener('visibilitychange', function listen() {
      if (document.hidden) return;
      document.removeEventListener('visibilitychange', listen);
      resolve();
    });
  });
}
