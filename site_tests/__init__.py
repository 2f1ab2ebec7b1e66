"""The built page in a real Chromium with a fake camera: one file for each promise to the people who use it."""
