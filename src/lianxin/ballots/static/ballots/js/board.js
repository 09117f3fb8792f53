/* 投票板：每五秒问一次有没有变；没有变就什么也不传。 The board asks every five seconds; unchanged answers are empty. */
(function () {
  'use strict';
  const board = document.getElementById('board');
  if (!board) return;
  let tag = '';
  const show = (name, text) => board.querySelectorAll('[data-' + name + ']').forEach((one) => { one.textContent = text; });
  async function ask() {
    try {
      const answer = await fetch(board.dataset.state, {credentials: 'omit', headers: tag ? {'If-None-Match': tag} : {}});
      if (answer.status === 200) {
        tag = answer.headers.get('ETag') || '';
        const data = await answer.json();
        show('returned', data.returned);
        show('last', data.shown);
        show('stage', data.stage);
      }
    } catch (fault) { /* the next try comes by itself */ }
    setTimeout(ask, 5000);
  }
  setTimeout(ask, 5000);
}());
