#!/bin/sh
# Makes the passwords of a deployment, once, and gives each service those that it needs.
#
#   /passwords/NAME       one password: what is there stays, what is missing is made; newsmill_NAME
#                         is a setting of the workers, and so are the URLs of servers elsewhere
#   /templates/*.acl      the users of both servers, with #{NAME} for the hash of a password
#   /secrets/SERVICE/     what SERVICE sees as /run/secrets: a setting a file, in lower case
#
# Idempotent. Who has no service of his own here (admin) has a password all the same.
set -eu
umask 077

REDIS=999
NEWSMILL=10001

make_password() { # NAME
    file=/passwords/$1
    if [ ! -e "$file" ] || [ -z "$(tr -d '\n' <"$file")" ]; then
        od -An -tx1 -N24 /dev/urandom | tr -d ' \n' >"$file.new"
        mv "$file.new" "$file"
    fi
    case $(cat "$file") in *[!A-Za-z0-9_-]*)
        # It becomes part of a URL.
        echo "secrets: $file may hold letters, digits, - and _ only" >&2
        exit 1
    esac
}

password() { # NAME
    tr -d '\n' <"/passwords/$1"
}

give() { # UID SERVICE/FILE: what stands on stdin, for this user's eyes only
    file=/secrets/$2
    # One that a killed run has left is no longer ours to change.
    rm -f "$file.new"
    cat >"$file.new"
    chmod 400 "$file.new"
    chown "$1" "$file.new"
    mv "$file.new" "$file"
}

give_url() { # SERVICE SERVER USER
    own=/passwords/newsmill_$2_url
    if [ -e "$own" ]; then
        cat "$own"
    else
        echo "redis://$3:$(password "$3")@$2:6379/0"
    fi | give $NEWSMILL "$1/newsmill_$2_url"
}

users=$(sed -n 's/^user .*#{\([a-z]*\)}.*/\1/p' /templates/*.acl | sort -u)
hashes=
for name in $users flower_page; do
    make_password "$name"
    hashes="$hashes;s/{$name}/$(password "$name" | sha256sum | cut -d' ' -f1)/"
done

for server in broker store; do
    sed "$hashes" "/templates/$server.acl" | give $REDIS "$server/users.acl"
    password health | give $REDIS "$server/health_password"
done
for file in /passwords/newsmill_*; do
    [ ! -e "$file" ] || give $NEWSMILL "newsmill/${file##*/}" <"$file"
done
give_url newsmill broker newsmill
give_url newsmill store newsmill
give_url flower broker flower
# The app wants to know of two servers; at the store Flower has no rights.
echo redis://store:6379/0 | give $NEWSMILL flower/newsmill_store_url
password flower_page | give $NEWSMILL flower/flower_password
give_url metrics broker metrics
give_url metrics store metrics
give_url consumer store consumer
