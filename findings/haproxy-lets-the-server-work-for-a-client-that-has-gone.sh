#!/usr/bin/env bash
# HAProxy 2.6.12 (Debian 12), without further options: a client that closes its connection while the server works, or in the middle of a stream of
# events that is silent, is not noticed. The connection to the server stays, until the server sends the next byte or a timeout comes. So a cancelled
# question to a model runs on. With "option abortonclose" the server's connection is closed at once.
# Expected: closed at once.
# Needs Debian 12 (amd64) with apt-get, and Node.js. Exits 0 if this is still so, 1 if the output has changed, 2 without them.
set -uo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 2

command -v node >/dev/null && command -v apt-get >/dev/null || {
  echo "Node.js and apt-get are needed."
  exit 2
}
# Into this folder only; nothing is installed.
apt-get download haproxy=2.6.12-1+deb12u3 liblua5.3-0=5.3.6-2 libopentracing-c-wrapper0=1.1.3-3+b1 libopentracing1=1.6.0-4 >apt.log 2>&1 || {
  cat apt.log
  exit 2
}
for package in *.deb; do dpkg-deb -x "$package" packages || exit 2; done
export LD_LIBRARY_PATH="$folder/packages/usr/lib/x86_64-linux-gnu"
packages/usr/sbin/haproxy -v >/dev/null 2>&1 || exit 2

cat > finding.js <<'JS'
const { spawn } = require('child_process');
const fs = require('fs');
const http = require('http');
const net = require('net');
const after = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));

const server = http.createServer((request, response) => {
  request.resume();
  if (request.url === '/stream') {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: one\n\n');
  }
});

const freePort = () => new Promise((resolve) => {
  const probe = net.createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address();
    probe.close(() => resolve(port));
  });
});

const accepts = (port) => new Promise((resolve) => {
  const socket = net.connect(port, '127.0.0.1', () => resolve(true));
  socket.on('error', () => resolve(false));
  socket.on('connect', () => socket.destroy());
});

async function leave(port, path) {
  const asked = new Promise((resolve) => server.once('request', (_, response) => resolve(response)));
  const request = http.request({ host: '127.0.0.1', port, path, method: 'POST' });
  const streams = new Promise((resolve) => request.on('response', (response) => {
    response.on('error', () => {}).once('data', resolve);
  }));
  request.on('error', () => {});
  request.end('{}');
  const response = await asked;
  if (path === '/stream') {
    await streams;
  }
  const closed = new Promise((resolve) => response.on('close', () => resolve(true)));
  request.destroy();
  const told = await Promise.race([closed, after(4000, false)]);
  server.closeAllConnections();
  await closed;
  return told ? 'the server is told' : 'the server is not told within 4 s';
}

server.listen(0, '127.0.0.1', async () => {
  for (const option of ['', 'option abortonclose']) {
    const port = await freePort();
    fs.writeFileSync('haproxy.cfg', `
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  ${option}
listen proxy
  bind 127.0.0.1:${port}
  server model 127.0.0.1:${server.address().port}
`);
    const proxy = spawn('packages/usr/sbin/haproxy', ['-f', 'haproxy.cfg', '-db'], { stdio: 'ignore' });
    while (!await accepts(port)) {
      await after(100);
    }
    const name = option || 'no option';
    console.log(`${name}, before an answer: ${await leave(port, '/wait')}`);
    console.log(`${name}, in a silent stream: ${await leave(port, '/stream')}`);
    proxy.kill();
  }
  process.exit();
});
JS
timeout 90 node finding.js >output 2>errors || cat errors
echo "HAProxy 2.6.12, a client that has gone:"
cat output

cat > expected <<'TEXT'
no option, before an answer: the server is not told within 4 s
no option, in a silent stream: the server is not told within 4 s
option abortonclose, before an answer: the server is told
option abortonclose, in a silent stream: the server is told
TEXT
diff expected output >/dev/null || {
  echo "It has changed."
  exit 1
}
