# Processes and ports. Sourced by eng/s3-servers.

# spawn NAME PROGRAM ARGS...: an unpacked program in the background. One of its arguments must have $data in
# it, by which it is known again.
spawn() {
  setsid "${loader[@]}" "$root/usr/bin/$2" "${@:3}" </dev/null >>"$data/log/$1.out" 2>&1 9>&- &
  echo $! >"$data/$1.pid"
  disown
  # Until the fork has become the program it has this script's command line, and would count as stopped.
  while kill -0 $! 2>/dev/null && ! pid_of "$1" >/dev/null; do sleep 0.01; done
}

# pid_of NAME: prints the process id if that very process still runs (an id may have been given anew).
pid_of() {
  local pid
  pid=$(cat "$data/$1.pid" 2>/dev/null) && grep -qF "$data/" "/proc/$pid/cmdline" 2>/dev/null && echo "$pid"
}

# end NAME SECONDS: asks it to end, and kills it when it has not done so in time.
end() {
  local pid i
  if pid=$(pid_of "$1"); then
    [ "$2" -eq 0 ] || kill -TERM "$pid" 2>/dev/null || true
    for ((i = 0; i < $2 * 20; i++)); do pid_of "$1" >/dev/null || break; sleep 0.05; done
    if pid_of "$1" >/dev/null; then kill -KILL "$pid" 2>/dev/null || true; fi
    for ((i = 0; i < 200; i++)); do pid_of "$1" >/dev/null || break; sleep 0.05; done
  fi
  rm -f "$data/$1.pid"
}

memory_of_processes() {
  local file pid
  for file in "$data"/*.pid; do
    pid=$(pid_of "$(basename "$file" .pid)") || continue
    echo "  $(basename "$file" .pid): pid $pid, $(awk '/^VmRSS/ {print int($2 / 1024)}' "/proc/$pid/status") MiB"
  done
}

listening() { (exec 8<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# http_status PORT [PATH]: the status of the answer to GET /PATH. Bash alone does it, so no tool is needed.
http_status() {
  local version status rest
  {
    exec 8<>"/dev/tcp/127.0.0.1/$1" || return 1
    printf 'GET /%s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "${2:-}" >&8
    IFS=' ' read -r -t 5 version status rest <&8 || status=none
    exec 8>&-
  } 2>/dev/null
  echo "$status"
}
