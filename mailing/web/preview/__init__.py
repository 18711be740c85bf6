"""Pages beside their text: a warm process with limits sets and draws them, so that no template can harm the server."""
