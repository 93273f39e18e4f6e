// Starts a program together with all that it starts, and ends exactly those: by the id of their process group.
import { spawn } from 'node:child_process';

const running = new Set();

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // it has ended already
  }
}

// When the test process ends without close(), nothing is left behind. A signal alone would end it without `exit`.
process.on('exit', () => running.forEach((child) => signalGroup(child, 'SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

/**
 * Like child_process.spawn, in a process group of its own.
 * @returns {{ child: import('node:child_process').ChildProcess, end: () => Promise<void> }}
 */
export function startOwned(command, args, options) {
  const child = spawn(command, args, { ...options, detached: true });
  const ended = new Promise((resolve) => child.once('exit', resolve).once('error', resolve));
  if (child.pid !== undefined) running.add(child);
  return {
    child,
    async end() {
      if (!running.delete(child)) return;
      signalGroup(child, 'SIGTERM');
      const killer = setTimeout(() => signalGroup(child, 'SIGKILL'), 3000);
      await ended;
      clearTimeout(killer);
      signalGroup(child, 'SIGKILL'); // children that outlived the first
    },
  };
}
