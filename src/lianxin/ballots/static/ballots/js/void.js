/* 作废：信封里的密码只在这台设备上变成公开的凭证，密码本身不送出去。 */
(function () {
  'use strict';
  const L = self.Lianxin, form = document.querySelector('[data-void]');
  if (!L || !form) return;
  const box = form.querySelector('[data-codes]'), told = form.querySelector('[data-told]'), list = form.querySelector('[name="void"]');
  form.querySelectorAll('[data-script-only]').forEach((one) => { one.hidden = false; });
  form.querySelector('[data-press-void]').addEventListener('click', () => {
    const codes = box.value.split(/[\s,，、]+/).filter((one) => one).map(L.tidyCode), bad = codes.filter((one) => !L.isCode(one));
    told.hidden = !bad.length;
    told.textContent = bad.length ? told.dataset.words + bad.join('、') : '';
    if (bad.length) return;
    const have = list.value.split(/\s+/).filter((one) => one);
    codes.forEach((code) => {
      const name = String(L.byG(L.secretOf(code, form.dataset.uuid)));
      if (have.indexOf(name) < 0) have.push(name);
    });
    list.value = have.join('\n');
    box.value = '';
  });
}());
