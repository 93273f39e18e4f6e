// Where the camera's picture is seen: the video element of the dialog, and the pictures that are taken of it.
const quality = 0.95; // of JPEG
const longestWaitMs = 1000;

export type CameraStage = ReturnType<typeof createStage>;

/** @param find finds the video element; it is in the document once the page has been rendered */
export function createStage(find: () => HTMLVideoElement) {
  return {
    get video() {
      return find();
    },
    /** Resolves when there is a picture. */
    async show(stream: MediaStream) {
      const video = find();
      video.srcObject = stream;
      await video.play();
    },
    clear() {
      find().srcObject = null;
    },
    /** @returns the picture of now as JPEG, never mirrored */
    take(): Promise<Blob> {
      const video = find();
      const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
      canvas.getContext('2d')!.drawImage(video, 0, 0);
      return canvas.convertToBlob({ type: 'image/jpeg', quality });
    },
    /**
     * Resolves when the page is visible and there is a new picture. A browser that does not draw the video, for instance because
     * it is scrolled away, tells of none: then it resolves after a second.
     */
    async nextFrame() {
      if (document.hidden) await untilVisible();
      const video = find();
      await new Promise<unknown>((resolve) => {
        setTimeout(resolve, longestWaitMs);
        if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(resolve);
        else requestAnimationFrame(resolve);
      });
    },
  };
}

function untilVisible() {
  return new Promise<void>((resolve) => {
    document.addEventListener('visibilitychange', function listen() {
      if (document.hidden) return;
      document.removeEventListener('visibilitychange', listen);
      resolve();
    });
  });
}
