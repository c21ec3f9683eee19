#!/bin/sh
# Makes the machine ready: system libraries, a virtual environment, the program in it.
#
#   installer/bootstrap.sh run    what the program needs
#   installer/bootstrap.sh test   also what only the tests need
#
# May be run any number of times; when nothing has changed it takes well under a second and needs
# no network. PYTHON=/path/to/python3 chooses the interpreter.
# Exit status 3: something is missing that only an administrator can install.
set -eu

mode=${1:-run}
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"
PATH=$PATH:/usr/sbin:/sbin # where ldconfig lives, often not on an ordinary user's path
lock=installer/requirements.lock
stamp=.venv/motcua.stamp

say() { printf '• %s\n' "$1"; }

refuse() {
    printf '%s\n' "$@" >&2
    exit 3
}

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
    for name in ${PYTHON:-} python3 python3.11 python3.12 python3.13 python3.14 /usr/bin/python3; do
        if is_new_enough "$name"; then
            # The real interpreter, not a version manager's shim: a shim changes with the folder.
            "$name" -c 'import sys; print(sys.executable)'
            return
        fi
    done
    refuse "Cần Python 3.11 trở lên nhưng máy này chưa có." \
        "Python 3.11 or newer is needed and was not found."
}

# Library and the Debian package that brings it: first what Qt always loads, then its X11 window.
libraries() {
    cat <<'LIST'
libGL.so.1 libgl1
libEGL.so.1 libegl1
libxkbcommon.so.0 libxkbcommon0
libglib-2.0.so.0 libglib2.0-0
libfontconfig.so.1 libfontconfig1
libdbus-1.so.3 libdbus-1-3
libusb-1.0.so.0 libusb-1.0-0
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-shape.so.0 libxcb-shape0
libxkbcommon-x11.so.0 libxkbcommon-x11-0
LIST
}

missing_packages() {
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        "$python" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])'
    present=$(ldconfig -p 2>/dev/null || true)
    libraries | while read -r library package; do
        case $present in *"$library "*) ;; *) echo "$package" ;; esac
    done
    if [ "$mode" = test ] && ! command -v pdfsig >/dev/null; then
        echo poppler-utils # an independent reader of signed letters
    fi
    if [ "$mode" = test ] && ! command -v softhsm2-util >/dev/null; then
        echo softhsm2 # a token without a device
    fi
    # A print server of the tests' own, which only root can start; without it they are skipped.
    if [ "$mode" = test ] && [ "$(id -u)" -eq 0 ] && ! command -v cupsd >/dev/null; then
        echo cups
    fi
}

install_packages() {
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        as_root="sudo -n"
        command -v apt-get >/dev/null && sudo -n true 2>/dev/null || ask_for "$@"
    fi
    command -v apt-get >/dev/null || ask_for "$@"
    say "Cài thư viện hệ thống: $*"
    apt="$as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300"
    $apt update >/dev/null 2>&1 || say "Chưa cập nhật được danh mục gói, vẫn thử cài"
    if ! told=$($apt install -y --no-install-recommends "$@" 2>&1); then
        printf '%s\n' "$told" >&2
        ask_for "$@"
    fi
}

ask_for() {
    refuse "Thiếu thư viện hệ thống. Hãy nhờ quản trị máy chạy lệnh sau rồi làm lại:" \
        "System libraries are missing. Run this command, then try again:" \
        "  sudo apt-get install -y $*"
}

# What the environment was made from. The folder counts: the program is installed by its path.
fingerprint() { echo "$root $(.venv/bin/python -V 2>&1) $(cat "$lock" pyproject.toml | cksum)"; }

make_environment() {
    say "Tạo môi trường Python trong .venv"
    "$python" -m venv --clear .venv # never a mixture of two interpreters
    pip=".venv/bin/python -m pip --disable-pip-version-check -qq" # errors only
    say "Cài các gói theo $lock (lần đầu mất vài phút)"
    $pip install --requirement "$lock"
    $pip install --no-deps --no-build-isolation --editable .
    fingerprint >"$stamp"
    say "Môi trường đã sẵn sàng"
}

python=$(find_python)
packages=$(missing_packages)
if [ -n "$packages" ]; then
    # shellcheck disable=SC2086 # one word per package
    install_packages $packages
fi
if [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$(fingerprint)" ]; then
    make_environment
fi
