#!/usr/bin/env node
// npm links commands when it installs, before anything is built: so the file it links is this one.
import "../dist/main.js";
