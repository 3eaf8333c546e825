#!/usr/bin/env bash
# Rehearses deploy/Dockerfile where there is no Docker: every RUN and COPY by the same commands, read from the file, in clean
# folders; then the image's process as a user without rights, in a file system that is read-only but for /data, until it is
# ready, answers its HEALTHCHECK, and ends when it is asked. Prints sizes and times.
#   scripts/rehearse-image.sh [FOLDER]        as root, with unshare and setpriv; NODE=… for another Node;
#                                             REUSE=1 to go on with what was built in FOLDER before
set -euo pipefail
source_folder=$(cd "$(dirname "$0")/.." && pwd)
work=${1:-$(mktemp -d)}
node=$(realpath "${NODE:-$(command -v node)}")
port=${PORT:-3977}
[ "$(id -u)" = 0 ] || { echo "As root: the process is put into a namespace, and made nobody." >&2; exit 1; }
mkdir -p "$work"
rm -rf "$work/rootfs"
mkdir -p "$work/rootfs"

step() { printf '%-62s' "$1"; started=$(date +%s%N); }
done_() { awk -v started="$started" -v now="$(date +%s%N)" -v what="${1:-}" 'BEGIN { printf "%7.1f s  %s\n", (now - started) / 1e9, what }'; }
size() { du -sm --apparent-size "$1" | cut -f1; }

# How this machine reaches the registry, which a build of Docker is told by its host.
network=("npm_config_cache=${npm_config_cache:-$HOME/.npm}")
for name in NODE_EXTRA_CA_CERTS SSL_CERT_FILE HTTPS_PROXY HTTP_PROXY NO_PROXY https_proxy http_proxy no_proxy npm_config_registry npm_config_cafile; do
  [ -z "${!name:-}" ] || network+=("$name=${!name}")
done

# Runs the RUN lines of a stage of the Dockerfile that match, in a folder.
run_line() {
  grep -q -x "RUN $1" "$source_folder/deploy/Dockerfile" || { echo "deploy/Dockerfile has no step: RUN $1" >&2; exit 1; }
  step "RUN $1"
  (cd "$work/build" && env -i "${network[@]}" PATH="$(dirname "$node"):$PATH" HOME="$work/home" sh -c "$1" >"$work/log" 2>&1) \
    || { echo failed; tail -30 "$work/log" >&2; exit 1; }
  done_ "${2:+$(size "$work/build/$2") MB $2}"
}

build() {
  rm -rf "$work/build"
  step "COPY package.json package-lock.json .npmrc, and package.json of console, clients/typescript, examples"
  mkdir -p "$work/build"/{console,clients/typescript,examples}
  cp "$source_folder"/{package.json,package-lock.json,.npmrc} "$work/build/"
  for folder in console clients/typescript examples; do cp "$source_folder/$folder/package.json" "$work/build/$folder/"; done
  done_
  run_line "npm ci --ignore-scripts" node_modules

  step "COPY . . (what .dockerignore leaves)"
  # the same names: a pattern of .dockerignore is one of tar's here, and what git does not know is not there after a clone
  (cd "$source_folder" && git ls-files -z --cached --others --exclude-standard | tar -c --exclude=./.git --exclude='.git*' --exclude=.ci \
    --exclude=deploy --exclude=test --exclude=bench/results --exclude='*.log' --null --files-from=- -f -) | tar -xf - -C "$work/build"
  done_ "$(cd "$work/build" && du -sm --apparent-size --exclude=node_modules . | cut -f1) MB of sources"
  run_line "npm run build" dist
  run_line "npm prune --omit=dev --ignore-scripts" node_modules
}
[ -n "${REUSE:-}" ] || build
run_line "node scripts/slim-modules.js node_modules dist" node_modules

step "COPY --from=build package.json node_modules console/dist dist"
app=$work/rootfs/app
mkdir -p "$app/console"
cp -a "$work/build/package.json" "$work/build/node_modules" "$work/build/dist" "$app/"
cp -a "$work/build/console/dist" "$app/console/"
done_ "$(size "$app") MB /app"
step "the layer, compressed as a registry keeps it"
tar -C "$work/rootfs" -cf - app | gzip -6 >"$work/layer.tar.gz"
done_ "$(size "$work/layer.tar.gz") MB, beside node:24-slim"

[ -z "$(find "$app/node_modules" -maxdepth 2 \( -name typescript -o -name eslint -o -name jest -o -name vite -o -name prettier \) -print -quit)" ] \
  || { echo "A build tool is in the image." >&2; exit 1; }

step "the template of the embedded database is whole"
template=$(cd "$app" && "$node" -e '
  Promise.all(["common/database/embedded/embedded-template.js", "common/database/embedded/template-files.js"].map((file) => import(`./dist/src/${file}`)))
    .then(async ([templates, files]) => {
      const { MIGRATIONS } = await import("./dist/migrations/index.js");
      const template = await templates.existingEmbeddedTemplate(MIGRATIONS);
      console.log(template === null ? "there is none" : (files.damageOf(template) ?? "whole"));
    })')
[ "$template" = whole ] || { echo "$template" >&2; exit 1; }
done_

# The process in a root of its own, where there is nothing but Node, /app, and what they are linked with (all of libc6): as nobody, everything
# read-only but DATA_DIR and /tmp.
root=$work/rootfs
step "a root with Node $("$node" --version) and /app alone"
mkdir -p "$root"/{data,tmp,proc,dev,usr/local/bin}
cp "$node" "$root/usr/local/bin/node"
{ ldd "$node"; find "$app" -name '*.node' -exec ldd {} \; ; } | grep -o '/[^ ]*' | sort -u | while read -r library; do
  mkdir -p "$root$(dirname "$library")" && cp -L "$library" "$root$library"
done
touch "$root/dev/null" "$root/dev/urandom"
data=$work/data
rm -rf "$data"
install -d -m 700 -o 65534 -g 65534 "$data"
done_ "$(size "$root") MB"

environment=(PATH=/usr/local/bin NODE_ENV=production DATA_DIR=/data PORT="$port" HOST=127.0.0.1 PUBLIC_URL="http://127.0.0.1:$port"
  SECRET_KEY="$(head -c 32 /dev/urandom | base64)" ADMIN_EMAIL=admin@example.com ADMIN_PASSWORD=a-password-of-the-rehearsal)
in_image() {
  exec env -i "${environment[@]}" PATH="/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/bin" unshare --mount -- sh -ec '
    root=$1 data=$2; shift 2
    mount --make-rprivate /
    mount --bind "$root" "$root"
    mount --bind "$data" "$root/data"
    mount -t tmpfs -o mode=1777,size=64m tmpfs "$root/tmp"
    for device in null urandom; do mount --bind "/dev/$device" "$root/dev/$device"; done
    mount -o remount,ro,bind "$root"
    cd /
    exec setpriv --no-new-privs chroot --userspec=65534:65534 --groups= "$root" /usr/local/bin/node "$@"
  ' image "$root" "$data" "$@"
}

step "CMD node dist/src/main.js, until /health/ready"
(in_image /app/dist/src/main.js) >"$work/server.log" 2>&1 &
server=$!
trap 'kill -9 "$server" 2>/dev/null || true' EXIT
until curl -sf "http://127.0.0.1:$port/health/ready" >/dev/null; do
  kill -0 "$server" 2>/dev/null || { echo "it ended:"; cat "$work/server.log"; exit 1; }
  sleep 0.2
done
done_ "$(awk '/VmRSS/ { printf "%d MB of memory", $2 / 1024 }' "/proc/$server/status"), user $(awk '/^Uid/ { print $2 }' "/proc/$server/status"), capabilities $(awk '/CapEff/ { print $2 }' "/proc/$server/status")"

step "the console, and a login"
curl -sf -H 'accept: text/html' "http://127.0.0.1:$port/" | grep -q '<div id="root"' || { echo "no console"; exit 1; }
curl -sf -H 'content-type: application/json' "http://127.0.0.1:$port/graphql" \
  -d '{"query":"mutation { login(input: { email: \"admin@example.com\", password: \"a-password-of-the-rehearsal\" }) { accessToken } }"}' | grep -q accessToken\":\" || { echo "no login"; exit 1; }
done_
step "nothing can be written but /data and /tmp"
(in_image -e '
  const { writeFileSync } = require("node:fs");
  for (const path of ["/app/x", "/x", "/usr/local/bin/x", "/app/node_modules/x"]) {
    try { writeFileSync(path, "x"); process.exit(1); } catch (error) { if (error.code !== "EROFS" && error.code !== "EACCES") process.exit(2); }
  }
  writeFileSync("/tmp/x", "x");') || { echo "it can"; exit 1; }
done_
step "HEALTHCHECK node dist/src/health-check.js"
(in_image /app/dist/src/health-check.js) || { echo failed; exit 1; }
done_
step "parley doctor"
(in_image /app/dist/src/parley.js doctor) >"$work/doctor.log" 2>&1 || true
grep -q '^ok    database' "$work/doctor.log" || { cat "$work/doctor.log"; exit 1; }
done_ "$(grep -c '^ok' "$work/doctor.log") ok, $(grep -c '^FAIL' "$work/doctor.log") to be mended"
step "SIGTERM"
kill -TERM "$server"
wait "$server" && code=0 || code=$?
[ "$code" = 0 ] || { echo "ended with $code"; tail -5 "$work/server.log"; exit 1; }
done_ "ended with 0"
(in_image /app/dist/src/health-check.js) && { echo "HEALTHCHECK finds one that has ended"; exit 1; }
echo "Every step of deploy/Dockerfile is done."
