#!/usr/bin/env bash
# SPDX-FileCopyrightText: Tokendesk contributors
# SPDX-License-Identifier: Apache-2.0
#
# Makes keys to try the signing with, good for nothing else: `self-made.sh FOLDER` writes into the folder
#   certificate.p12 (password "self-made"), authority.pem, gnupg/, key.asc, and `environment`, to be sourced.
set -euo pipefail

folder=$(realpath -m "${1:?usage: self-made.sh FOLDER}")
mkdir -p "$folder/gnupg"
chmod 700 "$folder" "$folder/gnupg"
cd "$folder"

openssl req -x509 -newkey rsa:2048 -nodes -keyout authority.key -out authority.pem -days 30 \
    -subj "/CN=Tokendesk self-made authority" -addext "basicConstraints=critical,CA:TRUE" 2>/dev/null
openssl req -newkey rsa:2048 -nodes -keyout signer.key -out signer.csr \
    -subj "/O=Tokendesk contributors/CN=Tokendesk self-made certificate" 2>/dev/null
openssl x509 -req -in signer.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 30 \
    -out signer.pem -extfile <(printf 'keyUsage=critical,digitalSignature\nextendedKeyUsage=codeSigning\n') 2>/dev/null
openssl pkcs12 -export -out certificate.p12 -inkey signer.key -in signer.pem -certfile authority.pem \
    -passout pass:self-made
rm -f authority.key authority.srl signer.key signer.csr signer.pem

export GNUPGHOME=$folder/gnupg
gpg --batch --quiet --passphrase '' --quick-generate-key "Tokendesk self-made <nobody@example.org>" rsa3072 sign 30d 2>/dev/null
key=$(gpg --batch --with-colons --list-keys 2>/dev/null | awk -F: '$1 == "fpr" { print $10; exit }')
gpg --batch --armor --export "$key" >key.asc

cat >environment <<ENVIRONMENT
export TOKENDESK_SIGN_P12=$folder/certificate.p12
export TOKENDESK_SIGN_P12_PASSWORD=self-made
export TOKENDESK_SIGN_GPG_KEY=$key
export GNUPGHOME=$folder/gnupg
ENVIRONMENT
echo "keys to try with: source $folder/environment"
