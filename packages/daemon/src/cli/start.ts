// `parleyd start`: serves in the foreground until it is told to stop.

import { randomBytes } from 'node:crypto';
import { createApplication } from '../application/index.ts';
import { createLogger, notifySystemd } from '../telemetry/index.ts';
import type { CommandContext } from './command.ts';
import { writeState } from './state-file.ts';

/** A second signal, or this long, ends the process without further waiting. */
const patienceMs = 30_000;

export async function serve({ config, env, print }: CommandContext): Promise<number> {
  const log = createLogger({ level: config.logLevel });
  const secret = randomBytes(32).toString('base64url');
  const ended = Promise.withResolvers<number>();
  const application = createApplication({
    config,
    log,
    controlSecret: secret,
    onEscalate: (error) => {
      log.fatal({ err: error }, 'giving up');
      ended.resolve(1);
    },
  });

  let isStopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (isStopping) process.exit(1);
    isStopping = true;
    log.info({ signal }, 'stopping');
    void notifySystemd('STOPPING=1', env);
    setTimeout(() => process.exit(1), patienceMs).unref();
    void application.stop().then(() => ended.resolve(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // A daemon that lost its terminal goes on, as one under nohup does.
  process.on('SIGHUP', () => log.info('SIGHUP ignored'));

  try {
    await application.start();
  } catch (error) {
    if (isStopping) return ended.promise;
    throw error;
  }
  const removeState = await writeState(config.dataDirectory, {
    pid: process.pid,
    url: application.url,
    secret,
  });
  print(`parleyd ready ${application.url ?? '(worker)'} pid=${process.pid}`);
  void notifySystemd('READY=1', env);
  const code = await ended.promise;
  await removeState();
  return code;
}
