// What every page does. What scrolls is made reachable in scrollable.js.
