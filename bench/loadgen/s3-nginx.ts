/** The bare limit of HTTP: nginx on loopback, serving and taking files of a folder in memory. Ends what it started. */

import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endProcess, missingTool } from '../../test/services/child-process.ts';

export interface Nginx {
  readonly endpoint: string;
  stop(): Promise<void>;
}

export function whyNoNginx(): string | null {
  return missingTool(['nginx']) === undefined ? null : 'nginx is not installed';
}

export async function startNginx(port: number): Promise<Nginx> {
  const folder = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'headroom-nginx-'));
  chmodSync(folder, 0o755);
  mkdirSync(path.join(folder, 'data', 'bench'), { recursive: true });
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  writeFileSync(
    path.join(folder, 'nginx.conf'),
    `${user} daemon off; worker_processes 1; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 256; }
http {
  access_log off; sendfile on; tcp_nopush on; tcp_nodelay on; keepalive_requests 1000000000; client_max_body_size 64m;
  client_body_buffer_size 16k; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi; uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  server { listen 127.0.0.1:${port}; root ${folder}/data; location / { dav_methods PUT; } }
}
`,
  );
  const daemon = spawn('nginx', ['-p', folder, '-c', path.join(folder, 'nginx.conf')], { stdio: 'ignore' });
  const endpoint = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 100; attempt++) {
    if (
      await fetch(endpoint).then(
        () => true,
        () => false,
      )
    )
      break;
    await delay(50);
  }
  return {
    endpoint,
    stop: async () => {
      await endProcess(daemon, 'SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
