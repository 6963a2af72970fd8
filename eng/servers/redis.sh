# Redis, on loopback, for the tests of journals that workers share. Sourced by eng/s3-servers.

# Debian builds it with Lua's modules outside.
dependencies='lib.*|lua-.*|zlib1g' unwanted=(usr/share usr/sbin)

server_install() {
  unpack_debian "$suite" redis-server redis-tools
  run_unpacked redis-server --version | cut -d' ' -f1-3 >"$root/.version.new" || die "the unpacked redis-server does not run on this machine"
  mv "$root/.version.new" "$root/.version"
}

server_start() {
  mkdir -p "$data/db"
  gateway_start
}

server_stop() { end redis 0; } # its data is not wanted any more

server_answers() { # the answer to PING; while it reads its file it is another one
  local answer
  {
    exec 8<>"/dev/tcp/127.0.0.1/$port" || return 1
    printf 'PING\r\n' >&8
    read -r -t 5 answer <&8 || answer=none
    exec 8>&-
  } 2>/dev/null
  [[ $answer == +PONG* ]]
}

gateway_start() {
  # Every change goes to a file, without a flush, so that a process that is ended and started again has its keys.
  # Its title is to stay the command line, by which it is known again.
  pid_of redis >/dev/null || spawn redis redis-server --set-proc-title no --bind 127.0.0.1 --port "$port" --dir "$data/db" --save '' --appendonly yes --appendfsync no --daemonize no
  until server_answers; do
    pid_of redis >/dev/null || die "Redis stopped"
    [ $SECONDS -lt "$deadline" ] || die "Redis did not answer in time"
    sleep 0.05
  done
}

gateway_end() { # SECONDS
  end redis "$1"
  ! server_answers || die "Redis still answers"
}
