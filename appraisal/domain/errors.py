"""Every refusal by name; the edges turn them into a page, an exit code or a JSON answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from .phrase import N_, Phrase, phrase

KEY_CARD = phrase("钥匙卡")


class AppraisalError(Exception):
    """Something was refused, and this is what to tell the person.

    Values must be safe to print: never a code, a mark, a nonce or a key.
    """

    text: ClassVar[str] = N_("操作没有完成。")

    def __init__(self, **values: object) -> None:
        self.phrase = Phrase(self.text, values)
        super().__init__(str(self.phrase))


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a file: where it is, what was found there, what was expected."""

    sheet: str
    cell: str
    found: str
    expected: Phrase


class FileRefused(AppraisalError):
    """A file is of the wrong kind, too large, or unsafe to read at all."""

    text = N_("这个文件不能读取：%(why)s")


class FileInTheWay(AppraisalError):
    """A file of this name exists; it is never overwritten."""

    text = N_("文件 %(path)s 已经存在，没有覆盖。请换一个文件名，或先把它移走。")


class FileEndingUnknown(AppraisalError):
    """A file was asked for in a format that is not written."""

    text = N_("不知道怎样写 %(path)s：文件名应以 %(endings)s 结尾。")


class FileUnusable(AppraisalError):
    """The system does not let a file be read or written."""

    text = N_("文件 %(path)s 不能读写：%(why)s")


class GlyphMissing(AppraisalError):
    """The font of a printed file has no picture of a sign; it would come out as an empty box."""

    text = N_(
        "PDF 的字库里没有 %(signs)s，打印出来会是空格（见“%(text)s”）。"
        "请改用 Word 或 Excel 文件打印，或换用通行的写法。"
    )


class WorkbookRefused(AppraisalError):
    """A workbook has faults; nothing of it was stored."""

    text = N_("表格中有 %(count)s 处需要改正，没有保存任何内容。")

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(count=len(self.faults))


class BallotsRefused(WorkbookRefused):
    """A file of ballots has faults; nothing of it was counted."""

    text = N_("选票文件中有 %(count)s 处需要改正，没有计票。")


class BallotsTwice(AppraisalError):
    """Two files of ballots have the columns of the same round."""

    text = N_("%(path)s 也是“%(round)s”的选票。每个轮次只用一个选票文件。")


class BallotsMissing(AppraisalError):
    """A round of the workbook has no file of ballots."""

    text = N_("没有这些轮次的选票文件：%(rounds)s。请在命令后面一并列出。")


class SeveralRounds(AppraisalError):
    """A workbook sets up several rounds where one is wanted."""

    text = N_(
        "这份工作簿有几个轮次（%(rounds)s），这里只能用一个轮次的。要办整项活动，请在“测评活动”页导入。"
    )


class RoundsDiffer(AppraisalError):
    """A workbook that is to take the place of an activity's has other rounds."""

    text = N_("这项活动的轮次是：%(rounds)s。轮次有增减的，请另建一项活动。")


class FiguresOnly(AppraisalError):
    """A workbook changes more than figures after a box of the activity was sealed, or anything at the end."""

    text = N_("已有票箱封好，只能更正“指标数值”，公布之后不能再改。请只改数值，再导入一次。")


class PlanRefused(AppraisalError):
    """A plan contradicts itself."""

    text = N_("方案有误：%(flaws)s")


class PlanChangedMeanwhile(AppraisalError):
    """Somebody else changed the plan after this page was loaded; nothing of this page was stored."""

    text = N_("%(who)s刚刚改过这份方案，您的改动没有保存。请重新载入，再改一次。")


class MendOutOfDate(AppraisalError):
    """A mend was asked for that the plan no longer needs."""

    text = N_("这一条已经不存在，方案没有改动。请重新载入。")


class FindingOutOfDate(AppraisalError):
    """A warning was ticked that the plan no longer has, or has in other numbers."""

    text = N_("方案刚刚改过，勾选的提醒已经不同，没有记下。请重新载入，再看一遍。")


class CodeMistyped(AppraisalError):
    """The check symbol does not fit, or a symbol is none of the alphabet."""

    text = N_("票码输入有误，请对照选票条再看一遍。")


class CodeIsReceipt(AppraisalError):
    """A receipt was typed into the code field."""

    text = N_("这是回执，不是票码。查回执请到公示板。")


class CodeUnknown(AppraisalError):
    """No such code, or it was cancelled: one answer for both."""

    text = N_("没有这个票码。请重新输入，或举手找工作人员。")


class TooManyWrongCodes(AppraisalError):
    """The one bucket of wrong codes for the whole hall is empty."""

    text = N_("输错次数较多，请 %(seconds)s 秒后再试。")


class CodeAlreadyUsed(AppraisalError):
    """The ballot of this code is in the box."""

    text = N_("这个票码已投过票，选票已在票箱中。如果不是您投的，请立即告诉监票人。")


class RoundNotOpen(AppraisalError):
    """Voting has not begun."""

    text = N_("投票还没有开始，请稍候，本页会自动刷新。")


class RoundClosed(AppraisalError):
    """Voting has ended; this ballot is not in the box."""

    text = N_("投票已经结束。这张选票没有提交，未计入。")


class StalePage(AppraisalError):
    """The page belongs to another code, another form or an ended visit."""

    text = N_("本页已过期，请重新扫码。")


class VisitEnded(AppraisalError):
    """A page of the ballot was asked for without a code at the sheet."""

    text = N_("请先扫选票条上的码，或输入票码。")


class BallotRefused(AppraisalError):
    """A ballot breaks a rule it was told about; nothing was spent."""

    text = N_("选票还不能提交：%(findings)s")

    def __init__(self, findings: Iterable[Phrase]) -> None:
        self.findings = tuple(findings)
        super().__init__(findings=self.findings)


class NonceTaken(AppraisalError):
    """Another ballot already carries this page's number: a copied page; the voter gets a fresh one."""

    text = N_("本页已被用过一次，您的选择都还在。请再按一次提交。")


class Busy(AppraisalError):
    """The database could not take the ballot just now."""

    text = N_("系统繁忙，还没有交上，请不要关闭本页，稍后再按一次提交。")


class StorageFailed(Busy):
    """The disk is full, or it fails: nothing is taken in until it proves itself again."""

    text = N_(
        "服务器的磁盘写不进去，还没有交上。您的选择都还在：请告诉工作人员，不要关闭本页，稍后再按一次提交。"
    )


class StateRefused(AppraisalError):
    """The round is not in a state that allows this act."""

    text = N_("“%(act)s”要在“%(needed)s”时进行，现在是“%(state)s”。")


class RoleRefused(AppraisalError):
    """An account has another role in this round."""

    text = N_("“%(act)s”由%(by)s进行，您在本轮是%(role)s。")


class PageRefused(AppraisalError):
    """A page is not for the role an account has in this round."""

    text = N_("这一页只给%(by)s看，您在本轮是%(role)s。")


class NeedsTwo(AppraisalError):
    """One person alone asked for an act of two."""

    text = N_("“%(act)s”要组织者和监票人两人同意：一人提出，另一人在自己的登录中确认。")


class RoleTaken(AppraisalError):
    """Nobody is two things to the same round."""

    text = N_("“%(name)s”在本轮已经是%(role)s，一人不能兼任两职。")


class SeatTaken(AppraisalError):
    """There is one organizer and one scrutineer to a round."""

    text = N_("本轮已有%(role)s“%(name)s”。要换人，请先把原来的人移出。")


class ProposalGone(AppraisalError):
    """What was to be confirmed was withdrawn, done, or waited too long."""

    text = N_("没有等待确认的操作，或者已超过 10 分钟。请让对方重新提出。")


class ProposalWaiting(AppraisalError):
    """Two acts cannot wait for confirmation at once."""

    text = N_("“%(act)s”正在等待确认。请先确认或撤回它。")


class SamePerson(AppraisalError):
    """Whoever proposed an act cannot confirm it."""

    text = N_("提出的人不能自己确认，请由另一位在自己的登录中确认。")


class NotReady(AppraisalError):
    """Something must be done before the next state can be reached."""

    text = N_("还不能进行这一步，先要：%(missing)s")


class LampsNotGreen(AppraisalError):
    """Voting opens with every lamp green, or with a reason that stays in the log."""

    text = N_("会前检查有灯不绿：%(lamps)s。请先处理，或写明为什么仍要开始")


class WaiverRefused(AppraisalError):
    """Nobody may agree to show less than a few ballots on their own."""

    text = N_("人少票种的限制最低放宽到 %(least)s 张，不放宽是 %(usual)s 张。")


class TooEarlyToShred(AppraisalError):
    """The period for objections has not ended."""

    text = N_("异议期到 %(until)s 为止，之前不能销毁。")


class CardRefused(AppraisalError):
    """The key cards that were given do not open the box; `card` says which one is meant."""

    def __init__(self, card: Phrase = KEY_CARD, **values: object) -> None:
        super().__init__(card=card, **values)


class CardMistyped(CardRefused):
    """The check symbols of a key card do not fit; which symbol is wrong is not told."""

    text = N_("%(card)s有字符输错了。请对照卡片，一组一组再看一遍。")


class CardHalfTyped(CardRefused):
    """A key card has fewer symbols than are printed on it."""

    text = N_("%(card)s没有输完：输入了 %(found)s 个字符，卡片上有 %(whole)s 个。请接着输完。")


class CardTooLong(CardRefused):
    """More was typed than is printed on a key card."""

    text = N_("%(card)s输多了：输入了 %(found)s 个字符，卡片上只有 %(whole)s 个。请只输一张卡。")


class CardOfAnotherRound(CardRefused):
    """A well-formed key card that does not open this round."""

    text = N_("%(card)s不属于本轮，或是重做之前的旧卡，打不开这个票箱。请换用本轮的钥匙卡。")


class CardOfRehearsal(CardRefused):
    """The one card of a rehearsal was given where a real box is to be opened."""

    text = N_("%(card)s是演练用的，只能打开演练的票箱。请换用正式的钥匙卡。")


class CardReplaced(CardRefused):
    """A key card of this round that was cancelled when its holder made another."""

    text = N_("%(card)s已经作废：持卡人后来换过新卡。请用新卡。")


class CardsAlike(CardRefused):
    """Two cards of one holder were given where those of two holders are needed."""

    text = N_("这两张是同一张钥匙卡或同一人的卡。要用两位持卡人各自的卡。")


class CardsMissing(CardRefused):
    """One card cannot open a box that has two locks."""

    text = N_("要两张钥匙卡才能打开这个票箱，请另一位持卡人也输入。")


class KeysAlreadyMade(AppraisalError):
    """A key card is shown once and never again."""

    text = N_("您的钥匙卡已经制作过，只显示一次，不能再看。丢失或看错了，请换一张。")


class CodesAlreadyIssued(AppraisalError):
    """The slips of a round were printed; they are kept nowhere in readable form."""

    text = N_("本轮的选票条已经印制。要重印，请先作废原有票码。")


class SlipNotReplaceable(AppraisalError):
    """A code that was used, cancelled or never printed cannot be exchanged."""

    text = N_("这个票码不能换：它已经投过票、已经作废，或不是本轮的。")


class NoPaper(AppraisalError):
    """The plan sets no paper ballots aside."""

    text = N_("本轮没有备纸质票。要用，请在工作簿“票种”的“纸质票”一栏写张数，开始投票以前。")


class PaperUsedUp(AppraisalError):
    """No more paper ballots of a class were set aside when voting opened."""

    text = N_("备用的%(voter_class)s票纸质票已经换完，不能再换。请借一部手机给这位同志。")


class PaperNotHandedOut(AppraisalError):
    """A paper ballot is entered for which no slip was given back."""

    text = N_(
        "换发出去的%(voter_class)s票纸质票已经全部录入，这一张多出来了，没有录入。"
        "请核对票种和本单位；若数目属实，请保护现场。"
    )


class EntryStale(AppraisalError):
    """What the first clerk typed cannot be read any more."""

    text = N_("第一个人的录入已经失效，什么也没有存下。请拿着这张纸质票，从头录入。")


class EntriesDiffer(AppraisalError):
    """Two clerks typed one sheet differently."""

    text = N_("两次录入不同的地方：%(places)s。什么也没有存下，请两个人拿着这张纸质票重新录入。")

    def __init__(self, places: Iterable[Phrase | str]) -> None:
        self.places = tuple(places)  # names of cells, and never what stands in them
        super().__init__(places=self.places)


class SameClerk(AppraisalError):
    """One person cannot be both clerks."""

    text = N_("第二个录入人必须是另一个账户。")


class ClerkRefused(AppraisalError):
    """The second clerk takes no part in the round, or has a password that somebody else knows."""

    text = N_("账户“%(name)s”不能录入：没有参加本轮，或还没有改掉初始密码。")


class BoxDiffers(AppraisalError):
    """The box no longer holds exactly what it held at closing."""

    text = N_("票箱内容与截止时不一致，停止开箱。请保护现场并联系管理员。")


class NotCounted(AppraisalError):
    """There is no result yet: the box was not opened."""

    text = N_("还没有结果：要先截止投票，再用两张钥匙卡开箱计票。")


class NotPublished(AppraisalError):
    """There is no archive yet: it holds what was published."""

    text = N_("还没有归档：要先公布结果。")


class NotArchivable(AppraisalError):
    """The round was closed before archives were made."""

    text = N_("这一轮是旧版程序截止的，没有留下公示板，不能归档。请把汇总表存档。")


class NothingSealed(AppraisalError):
    """Only a full archive can be opened again."""

    text = N_("这个文件里没有密封的选票，不能重新开箱。请用完整归档（flask archive --full）。")


class EvidenceMissing(AppraisalError):
    """A count was made without looking at how sure it is, or on too few ballots to tell."""

    text = N_("这一轮没有旁证：开箱时没有留下，或有效票太少。选票已不可再读，不能补算；正式结果不受影响。")


class CountsNotUnderstood(AppraisalError):
    """Counts of slips were typed in a form that names no class or no number."""

    text = N_("“%(part)s”看不懂。请写成“票种=张数”，例如 A=28；本轮的票种有：%(letters)s")


class ReturnsOutOfBalance(AppraisalError):
    """More ballots came back than were handed out."""

    text = N_(
        "%(voter_class)s票收回 %(returned)s 张，多于发出的 %(issued)s 张，本次测评无效，不能公布。"
        "请核对发出票数。"
    )


class IssuedMoreThanPrinted(AppraisalError):
    """More slips are said to be handed out than were ever printed."""

    text = N_("%(voter_class)s票只印制了 %(printed)s 张，不能发出 %(issued)s 张。请核对发出票数。")


class SlipsOutOfBalance(AppraisalError):
    """More slips are in the box and in hand than were ever printed."""

    text = N_(
        "%(voter_class)s票印制 %(printed)s 条，票箱中已有 %(cast)s 张，手中不可能还有 %(found)s 条。"
        "请重新清点；若数目属实，请保护现场。"
    )


class MoreBallotsThanPeople(AppraisalError):
    """More ballots are in the box than people were in the hall: two of them must say why, or not publish."""

    text = N_(
        "票箱中有 %(cast)s 张选票，多于实到的 %(present)s 人。请先查明；要公布，须写明原因，由监票人确认。"
    )


class TallyOutOfBalance(AppraisalError):
    """The counts of a class contradict the ballots that came back."""

    text = N_(
        "%(voter_class)s票的票数前后不一致（收回＝有效＋无效＋弃权；收回－无效＝划票＋弃权＋回避），不能公布。"
    )


class ClassMissing(AppraisalError):
    """A class left no valid mark where the rule allows no weight to be shared out."""

    text = N_("%(voter_class)s票对“%(subject)s”没有有效划票，按计分办法结果不予发布。")


class NotFound(AppraisalError):
    """There is no such round or page."""

    text = N_("没有这个页面。")


class LogBroken(AppraisalError):
    """The log of acts was changed after it was written."""

    text = N_("操作记录从第 %(entry)s 条起对不上，可能被改动过。请保护现场并联系管理员。")


class LoginRefused(AppraisalError):
    """Name and password do not fit; the same words whichever of the two is wrong."""

    text = N_("用户名或密码不对，请重新输入。")


class LoginTooOften(AppraisalError):
    """Too many wrong passwords for one account."""

    text = N_("密码输错次数较多，请 %(seconds)s 秒后再试。")


class PasswordWeak(AppraisalError):
    """A new password is too short or too common."""

    text = N_("密码至少 12 个字符，并且不能是常见密码。")


class AccountRefused(AppraisalError):
    """An account cannot be made under this name."""

    text = N_("不能建立账户“%(name)s”：名称已被使用或为空。")


class AccountUnknown(AppraisalError):
    """There is no account of this name."""

    text = N_("没有账户“%(name)s”。请核对用户名，或先新建账户。")


class ConfigurationRefused(AppraisalError):
    """The program must not start like this."""

    text = N_("不能启动：%(why)s")


class BackupRefused(AppraisalError):
    """A file is no backup, a damaged one, or one that this program cannot put back."""

    text = N_("这份备份不能恢复：%(why)s")


class BackupWhileOpen(AppraisalError):
    """A whole copy made while people vote would say which code belongs to which moment."""

    text = N_(
        "投票进行中不做完整备份：它会留下票码使用的先后。请截止后再备份；若要先保住选票，用 --sealed-only。"
    )


class DatabaseNewer(AppraisalError):
    """A database was made by a newer program, or by none of ours."""

    text = N_("这个数据库来自更新的程序，或不是本系统的，没有动它。请先更新程序。")


class DatabaseInUse(AppraisalError):
    """Another program holds the database that is to be replaced."""

    text = N_("数据库正在使用。请先停止服务，再恢复备份。")


class AddressTaken(AppraisalError):
    """Another program, or this one a second time, listens at the address."""

    text = N_(
        "%(host)s 的 %(port)s 端口已被占用：服务可能已在运行。要换端口，请设置 APPRAISAL_PORT，例如 8001。"
    )


class RehearsalFailed(AppraisalError):
    """A rehearsal did not run to its end, or not to the end it must come to."""

    text = N_("演示没有完成：%(why)s")
