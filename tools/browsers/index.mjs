// The three engines that the page is tested in, behind one small interface.
//
// Engine:  name            for people
//          missing()       null, or a sentence that says what is not installed (promise)
//          open(url)       starts the engine with a new, empty profile and goes to `url` (promise of a Session)
//          openPrivate(url)   the same in a private window; not in WebKit
// Session: goto(url)                     resolves when the page has loaded
//          evaluate(code, ...args)       `code` is a function or the text of an expression; arguments and result are
//                                        JSON values, promises are awaited; rejects with the page's error
//          setFiles(selector, paths)     puts files of the disk into a real file input
//          drop(selector, paths)         drops files of the disk on an element
//          press(key)                    one key, perhaps with Shift+: Tab, Enter, Space, Escape, Delete, the arrows,
//                                        PageDown, PageUp, Home, End, or a character
//          screenshot(path)              writes a PNG
//          consoleErrors()               console.error, uncaught errors and rejections, as sentences, since open()
//          violations()                  breaches of the content policy as 'directive what', since open()
//          requests()                    the URLs asked for since open()
//          forget()                      empties the three lists
//          close()                       ends every process and deletes the profile; may be called twice
// The top of each engine's file says what it cannot report. All calls have time limits.
import { chromium, chromiumWithCamera, chromiumWithProfile } from './chromium.mjs';
import { firefox, firefoxWith } from './firefox.mjs';
import { webkit } from './webkit.mjs';

export const engines = [chromium, firefox, webkit];
export { chromium, chromiumWithCamera, chromiumWithProfile, firefox, firefoxWith, webkit };
