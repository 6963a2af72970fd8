// Companion as its own standalone server configures it from the environment, on loopback and a free port.
//   node server.js FILE      FILE is written when it listens; its content is the address
import { renameSync, writeFileSync } from 'node:fs'
import standalone from '@uppy/companion/standalone'

const { app } = standalone()
const server = app.listen(0, '127.0.0.1', () => {
  const file = process.argv[2]
  writeFileSync(`${file}.new`, `http://127.0.0.1:${server.address().port}`)
  renameSync(`${file}.new`, file)
})
