"""What stands in README.txt of every archive: how to do the sums again with a pencil."""

TEXT = """民主评议归档 / Appraisal archive, version 1

核对 / To check:  flask verify FILE --board FINGERPRINT
或用浏览器打开 verify.html，选这个文件；不联网，不上传。
or open verify.html in a browser and choose this file; nothing leaves the computer.

文件 / Files
  manifest.json  每个文件的 SHA-256      the SHA-256 of every file
  round.json     开始投票时冻结的全部设定  everything that froze when voting opened
  board.json     全部选票的指纹           the fingerprint of every ballot
  returns.json   发出、收回、有效、无效    slips handed out, ballots returned, valid, void
  tally.json     各票种对各对象的等次票数  how often each class gave each answer
  result.json    正式结果                 the official result
  audit.jsonl    操作记录，首尾相连        the log of acts, each chained to the one before
  sealed.jsonl   只在完整归档里：密封的选票 in the full archive alone: the sealed ballots

手工验算 / By hand
  1. 选票数：board.json 的指纹个数 = 各票种收回数之和（returns.json 的 cast）。
     The leaves in board.json are as many as the ballots returned (cast in returns.json).
  2. 单元格：tally.json 每格 各等次票数之和 + 弃权 + 未评 = 该票种有效票 + 全弃权票。
     Every cell: answers + abstained + not asked = valid + blank ballots of that class.
  3. 得分：每格平均分 = 各等次票数 × 分值 之和 ÷ 票数；先按指标权重合成票种得分，
     再按票种权重合成总得分；没有人评的，权重由其余的按比例分担。最后才四舍五入。
     Mean of a cell = sum of (answers x points) / marks; criteria by weight give the class score,
     classes by weight give the total; the weight of what nobody marked is shared out. Round last.
  4. 票箱指纹：H("board", round, form, keyset, code_root, ballots, root)，与会场大屏上的四组字符相同。
     The board's fingerprint begins with the four groups shown in the hall when voting closed.
  H(tag, p1 … pn) = SHA-256("appraisal/v1/" tag 00 len32(p1) p1 … len32(pn) pn); root: RFC 6962.

withheld：票数太少，单独列出会暴露个人意见。sum：票数较少，只给分值之和。
withheld: too few ballots to be shown on their own. sum: few ballots, only their points added up.
""".encode()
