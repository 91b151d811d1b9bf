// Reads the schema that the page names; everything it needs came with it.
"use strict";
const docs = document.getElementById("docs");
window.SwaggerUIBundle({
  url: docs.dataset.schema,
  domNode: docs,
  deepLinking: true,
  persistAuthorization: false,
  validatorUrl: null,
  presets: [window.SwaggerUIBundle.presets.apis],
});
