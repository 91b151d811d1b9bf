// A passkey that does not answer (refused, cancelled, absent) gets a sentence on the page.
document.addEventListener('allauth.error', function (event) {
  const sentence = document.getElementById('passkey_error')
  if (sentence) {
    event.preventDefault()
    sentence.hidden = false
  }
})
