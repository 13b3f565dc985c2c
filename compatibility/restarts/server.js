// A bot that counts how often each call reaches it, and servers in front of it that restart or close connections.
//
//   node server.js CERT KEY CONTROL_PORT MODE
//
// backend   plain HTTP/1.1, for nginx in front
// roll-h2   HTTP/2 over TLS; every 300 ms a new server takes the new connections and the old one ends gracefully
// roll-h1   the same with HTTP/1.1 over TLS
// close-h1  plain HTTP/1.1; each connection is ended at some time within 60 ms after an answer
// close-h2  HTTP/2 over TLS; each connection is closed, or destroyed, within 60 ms after an answer
//
// The control port gives the counts and the port to ask as JSON.
'use strict'
const fs = require('fs')
const http = require('http')
const http2 = require('http2')
const https = require('https')
const net = require('net')

const [certFile, keyFile, controlPort, mode] = process.argv.slice(2)
const tls = { cert: fs.readFileSync(certFile), key: fs.readFileSync(keyFile) }
const counts = {}
let restarts = 0
let connections = 0

const STREAM = 'data: {"choices":[{"index":0,"delta":{"content":"Hello"},"finish_reason":null}]}\n\n' +
  'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
const ANSWER = '{"choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}'

function handle (request, response, answered = () => {}) {
  let body = ''
  request.on('data', (data) => { body += data })
  request.on('error', () => {})
  response.on('error', () => {})
  request.on('end', () => {
    const id = /call-\d+/.exec(body)[0]
    counts[id] = (counts[id] || 0) + 1
    setTimeout(() => {
      const stream = body.includes('"stream":true')
      response.writeHead(200, { 'content-type': stream ? 'text/event-stream' : 'application/json' })
      response.end(stream ? STREAM : ANSWER, answered)
    }, Math.random() * 20)
  })
}

const any = (max) => Math.random() * max

/** A server that takes what the relay passes on, and can end as a service does at SIGTERM. */
function rolling (secure) {
  let ended = false
  const sessions = new Set()
  const server = secure ? http2.createSecureServer(tls, handle)
    : https.createServer({ ...tls, keepAliveTimeout: 75000 }, (request, response) => {
      // A connection with a request at the end, or whose handshake took longer, is open still.
      if (ended) response.setHeader('connection', 'close')
      handle(request, response)
    })
  server.on('session', (session) => {
    sessions.add(session)
    session.on('close', () => sessions.delete(session))
    session.on('error', () => {})
    if (ended) session.close()
  })
  return {
    server,
    end () {
      ended = true
      server.close()
      sessions.forEach((session) => session.close())
      if (server.closeIdleConnections) server.closeIdleConnections()
    }
  }
}

function roll (secure, ready) {
  let current
  const next = () => {
    const following = rolling(secure)
    following.server.listen(0, '127.0.0.1', () => {
      const old = current
      current = following
      if (old) {
        restarts++
        old.end()
      }
    })
  }
  next()
  setInterval(next, 300)
  const relay = net.createServer({ allowHalfOpen: true }, (client) => {
    connections++
    const server = net.connect({ port: current.server.address().port, allowHalfOpen: true })
    client.pipe(server)
    server.pipe(client)
    client.on('error', () => server.destroy())
    server.on('error', () => client.destroy())
  })
  relay.listen(0, '127.0.0.1', () => ready(relay.address().port))
}

function closing (secure, ready) {
  const server = secure
    ? http2.createSecureServer(tls, (request, response) => handle(request, response, () => {
        const session = request.stream.session
        setTimeout(() => session && (Math.random() < 0.5 ? session.close() : session.destroy()), any(60))
      }))
    : http.createServer({ keepAliveTimeout: 75000 }, (request, response) => handle(request, response,
        () => setTimeout(() => request.socket.end(), any(60))))
  server.on('session', (session) => session.on('error', () => {}))
  server.on(secure ? 'secureConnection' : 'connection', () => connections++)
  server.listen(0, '127.0.0.1', () => ready(server.address().port))
}

function start (ready) {
  switch (mode) {
    case 'backend': {
      const server = http.createServer({ keepAliveTimeout: 75000 }, handle)
      return server.listen(0, '127.0.0.1', () => ready(server.address().port))
    }
    case 'roll-h2': return roll(true, ready)
    case 'roll-h1': return roll(false, ready)
    case 'close-h1': return closing(false, ready)
    case 'close-h2': return closing(true, ready)
    default: throw new Error(`Unknown mode ${mode}`)
  }
}

start((port) => http.createServer((request, response) => response.end(JSON.stringify({ port, restarts, connections, counts })))
  .listen(Number(controlPort), '127.0.0.1'))
