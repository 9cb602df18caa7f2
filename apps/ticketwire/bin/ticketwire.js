#!/bin/sh
//usr/bin/env true; exec node --max-semi-space-size=32 "$0" "$@"
// The line above is a comment to Node, and how a shell starts it: with room for what lives while a commit is in flight,
// which can only be said at the start. npm links commands when it installs, before anything is built: so the file it
// links is this one.
import "../dist/main.js";
