# Completion of dlread for PowerShell 5 or newer. Made by tools/completions.py: change that, or cli.py.
# What it reads is data: nothing is evaluated, and only names that PowerShell takes as they are get offered.

Register-ArgumentCompleter -Native -CommandName dlread -ScriptBlock {
    param($WordToComplete, $CommandAst, $CursorPosition)

    function Find-Language {
        foreach ($value in $env:DLREAD_LANG, $env:LC_ALL, $env:LC_MESSAGES, $env:LANG) {
            if ($value) { return $value }
        }
    }

    $isChinese = "$(Find-Language)" -like 'zh*'
    if ($isChinese) {
        $options = @{
        '' = @(
            , @('--version', '输出版本号并退出。')
            , @('-V', '输出版本号并退出。')
            , @('--lang', '界面、标题和正文的语言（默认：按区域设置）。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'list' = @(
            , @('--tag', '只限带有该标签的条目（可重复：须全部具备）。')
            , @('-t', '只限带有该标签的条目（可重复：须全部具备）。')
            , @('--status', '只限处于该状态的条目（可重复：任一即可）。')
            , @('-s', '只限处于该状态的条目（可重复：任一即可）。')
            , @('--kind', '只限论文，或只限课程章节。')
            , @('-k', '只限论文，或只限课程章节。')
            , @('--catalog', '只限此书目的条目；dlread catalog 可列出所有书目。')
            , @('--year', '只限该年份或这些年份的条目。')
            , @('--author', '只限作者姓名包含该名字的条目。')
            , @('--sort', '排序方式（默认：catalog，除非设置了 list.sort）。')
            , @('--limit', '结果的最大数量。')
            , @('-n', '结果的最大数量。')
            , @('--json', '输出 JSON：由对象组成的数组，包含所有字段。')
            , @('--keys', '只输出键名，每行一个。')
            , @('--lang', '界面、标题和正文的语言（默认：按区域设置）。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'search' = @(
            , @('--limit', '结果的最大数量。')
            , @('-n', '结果的最大数量。')
            , @('--why', '显示匹配的字段。')
            , @('--json', '输出 JSON：由对象组成的数组，包含所有字段。')
            , @('--keys', '只输出键名，每行一个。')
            , @('--lang', '界面、标题和正文的语言（默认：按区域设置）。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'show' = @(
            , @('--json', '输出 JSON：由对象组成的数组，包含所有字段。')
            , @('--lang', '界面、标题和正文的语言（默认：按区域设置）。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'open' = @(
            , @('--code', '打开仓库。')
            , @('--paper', '打开论文的网页。')
            , @('--pdf', '打开 PDF。')
            , @('--docs', '打开文档。')
            , @('--project', '打开项目主页。')
            , @('--slides', '打开幻灯片。')
            , @('--video', '打开视频。')
            , @('--colab', '打开代码笔记本。')
            , @('--blog', '打开博客文章。')
            , @('--link', '打开其他链接；dlread show 列出其种类。')
            , @('--print', '输出地址而不打开。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'next' = @(
            , @('--tag', '只限带有该标签的条目（可重复：须全部具备）。')
            , @('-t', '只限带有该标签的条目（可重复：须全部具备）。')
            , @('--kind', '只限论文，或只限课程章节。')
            , @('-k', '只限论文，或只限课程章节。')
            , @('--catalog', '只限此书目；dlread catalog 可列出所有书目。')
            , @('--limit', '结果的最大数量。')
            , @('-n', '结果的最大数量。')
            , @('--why', '显示每个得分的构成。')
            , @('--open', '在浏览器中打开第一项建议。')
            , @('--json', '输出 JSON：由对象组成的数组，包含所有字段。')
            , @('--keys', '只输出键名，每行一个。')
            , @('--lang', '界面、标题和正文的语言（默认：按区域设置）。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'path' = @(
            , @('--from', '改为显示以该条目为基础的内容。')
            , @('--unread', '不显示已读或跳过的条目。')
            , @('--json', '输出 JSON：由对象组成的数组，包含所有字段。')
            , @('--keys', '只输出键名，每行一个。')
            , @('--lang', '界面、标题和正文的语言（默认：按区域设置）。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'course' = @(
            , @('--json', '输出 JSON：由对象组成的数组，包含所有字段。')
            , @('--keys', '只输出键名，每行一个。')
            , @('--lang', '界面、标题和正文的语言（默认：按区域设置）。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'cite' = @(
            , @('--style', 'BibTeX（如有，采用作者自己提供的）或一行文本。')
            , @('--json', '输出 CSL-JSON。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'tags' = @(
            , @('--json', '输出 JSON：由对象组成的数组，包含所有字段。')
            , @('--lang', '界面、标题和正文的语言（默认：按区域设置）。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'add' = @(
            , @('--key', '新条目的键名（默认形如 vaswani2017attention）。')
            , @('--tag', '添加该标签（可重复）。')
            , @('-t', '添加该标签（可重复）。')
            , @('--status', '初始状态（默认：unread）。')
            , @('-s', '初始状态（默认：unread）。')
            , @('--first', '直接采用与标题最匹配的结果，不询问。')
            , @('--no-fetch', '不联网；以后再次添加即可获取元数据。')
            , @('--lang', '界面、标题和正文的语言（默认：按区域设置）。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'import' = @(
            , @('--format', '文件格式（默认：根据内容识别）。')
            , @('-f', '文件格式（默认：根据内容识别）。')
            , @('--tag', '为所有条目添加该标签（可重复）。')
            , @('-t', '为所有条目添加该标签（可重复）。')
            , @('--status', '所有条目的状态。')
            , @('-s', '所有条目的状态。')
            , @('--library', 'Zotero：要读取的群组文献库（默认：你自己的）。')
            , @('--dry-run', '显示将要导入的内容；不作任何更改。')
            , @('--lang', '界面、标题和正文的语言（默认：按区域设置）。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'export' = @(
            , @('--format', '文件格式（默认：根据 FILE 的扩展名，否则为 json）。')
            , @('-f', '文件格式（默认：根据 FILE 的扩展名，否则为 json）。')
            , @('--output', '写入该文件。')
            , @('-o', '写入该文件。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'edit' = @(
            , @('--reset', '恢复书目中的字段；状态、评分、笔记和标签保持不变。')
            , @('--lang', '界面、标题和正文的语言（默认：按区域设置）。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'remove' = @(
            , @('--lang', '界面、标题和正文的语言（默认：按区域设置）。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'refresh' = @(
            , @('--write', '记录发现的变化；书目文件保持不变。')
            , @('--yes', '将大量链接标记为失效前不询问。')
            , @('-y', '将大量链接标记为失效前不询问。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'mark-read' = @(
            , @('--lang', '界面、标题和正文的语言（默认：按区域设置）。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'mark-reading' = @(
            , @('--lang', '界面、标题和正文的语言（默认：按区域设置）。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'mark-unread' = @(
            , @('--lang', '界面、标题和正文的语言（默认：按区域设置）。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'mark-skipped' = @(
            , @('--lang', '界面、标题和正文的语言（默认：按区域设置）。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'note' = @(
            , @('--edit', '在 $EDITOR 中编辑整篇笔记。')
            , @('--replace', '用该文本替换整篇笔记。')
            , @('--clear', '删除笔记。')
            , @('--lang', '界面、标题和正文的语言（默认：按区域设置）。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'tag' = @(
            , @('--lang', '界面、标题和正文的语言（默认：按区域设置）。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'plan' = @(
            , @('--top', '放在计划的最前面。')
            , @('--before', '在该条目之前读，作为其前置内容。')
            , @('--remove', '从计划中移除；与 --before 同用时，不再作为前置内容。')
            , @('--json', '输出 JSON：由对象组成的数组，包含所有字段。')
            , @('--keys', '只输出键名，每行一个。')
            , @('--lang', '界面、标题和正文的语言（默认：按区域设置）。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'rate' = @(
            , @('--lang', '界面、标题和正文的语言（默认：按区域设置）。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'undo' = @(
            , @('--dry-run', '显示将要撤销的内容；不作任何更改。')
            , @('--lang', '界面、标题和正文的语言（默认：按区域设置）。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'redo' = @(
            , @('--dry-run', '显示将要重做的内容；不作任何更改。')
            , @('--lang', '界面、标题和正文的语言（默认：按区域设置）。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'history' = @(
            , @('--limit', '更改的最大数量。')
            , @('-n', '更改的最大数量。')
            , @('--json', '输出 JSON：由对象组成的数组，包含所有字段。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'stats' = @(
            , @('--since', '从这一天起统计。')
            , @('--until', '统计到这一天为止（含当天）。')
            , @('--json', '输出 JSON：一个包含所有数字的对象。')
            , @('--lang', '界面、标题和正文的语言（默认：按区域设置）。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'catalog' = @(
            , @('--json', '输出 JSON：由对象组成的数组，包含所有字段。')
            , @('--lang', '界面、标题和正文的语言（默认：按区域设置）。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'catalog-list' = @(
            , @('--json', '输出 JSON：由对象组成的数组，包含所有字段。')
            , @('--lang', '界面、标题和正文的语言（默认：按区域设置）。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'catalog-add' = @(
            , @('--as', '为书目另起的名称（默认：书单自己的名称）。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'catalog-show' = @(
            , @('--json', '输出 JSON：一个对象。')
            , @('--lang', '界面、标题和正文的语言（默认：按区域设置）。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'catalog-check' = @(
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'catalog-new' = @(
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'catalog-update' = @(
            , @('--dry-run', '显示会有什么变化；不作任何更改。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'catalog-remove' = @(
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'paths' = @(
            , @('--json', '输出 JSON：由对象组成的数组，包含所有字段。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'config' = @(
            , @('--edit', '在编辑器中打开设置，并进行检查。')
            , @('--json', '输出 JSON：由对象组成的数组。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'completion' = @(
            , @('--install', '安装脚本，并说明还需要做什么，以及如何卸载。')
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'doctor' = @(
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'man' = @(
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        'help' = @(
            , @('--color', '何时使用颜色；always 在管道中也输出表格（默认：auto）。')
            , @('--no-pager', '不用分页器显示长输出。')
            , @('--help', '显示此帮助并退出。')
            , @('-h', '显示此帮助并退出。')
        )
        }
        $commands = @(
            , @('list', '列出所有条目，或与查询匹配的条目')
            , @('search', '搜索条目，最匹配的在前')
            , @('show', '显示一个或多个条目的全部信息')
            , @('open', '在浏览器中打开条目')
            , @('next', '建议接下来读什么，并说明理由')
            , @('path', '按顺序显示读某个条目之前要读什么，并说明理由')
            , @('course', '以树状结构显示课程和你的进度')
            , @('cite', '以 BibTeX、纯文本或 CSL-JSON 格式输出引用')
            , @('tags', '列出所有标签及其含义和条目数')
            , @('add', '添加论文和仓库，并获取其元数据')
            , @('import', '从其他程序和文件导入论文')
            , @('export', '将条目导出到文件或标准输出')
            , @('edit', '在编辑器中或以 FIELD=VALUE 编辑条目')
            , @('remove', '删除你添加的条目')
            , @('refresh', '检查链接和仓库：是否已迁移、归档或失效')
            , @('mark-read', '将条目标记为已读；章节包括其所有部分')
            , @('mark-reading', '将条目标记为在读')
            , @('mark-unread', '将条目标记为未读')
            , @('mark-skipped', '将条目标记为跳过：不计入进度')
            , @('note', '在条目的笔记中添加一行，注明今天的日期')
            , @('tag', '添加和删除标签：dlread tag smac +thesis -later')
            , @('plan', '按自己的顺序计划读什么')
            , @('rate', '为条目评 1 到 5 星：dlread rate smac 4')
            , @('undo', '撤销本机上的最后一次更改；重复使用可继续撤销')
            , @('redo', '恢复上一次撤销的更改；重复使用可继续恢复')
            , @('history', '显示所有机器上的更改，最新的在前')
            , @('stats', '按书目、部分、标签和周显示进度')
            , @('catalog', '显示书目及其来源和延伸阅读')
            , @('paths', '显示 dlread 存放数据和其他文件的位置')
            , @('config', '显示各项设置及其来源，或进行编辑')
            , @('completion', '输出 shell 补全脚本')
            , @('doctor', '检查所有文件；发现问题时退出状态为 1')
            , @('man', '显示手册页，即使 man 找不到它')
            , @('help', '显示命令的帮助')
        )
    }
    else {
        $options = @{
        '' = @(
            , @('--version', 'Print the version and exit.')
            , @('-V', 'Print the version and exit.')
            , @('--lang', 'Language of messages, titles and texts (default: your locale).')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'list' = @(
            , @('--tag', 'Only entries with this tag (repeatable: all of them).')
            , @('-t', 'Only entries with this tag (repeatable: all of them).')
            , @('--status', 'Only entries with this status (repeatable: any of them).')
            , @('-s', 'Only entries with this status (repeatable: any of them).')
            , @('--kind', 'Only papers, or only course sections.')
            , @('-k', 'Only papers, or only course sections.')
            , @('--catalog', 'Only entries of this catalog; dlread catalog lists them.')
            , @('--year', 'Only entries from this year or these years.')
            , @('--author', 'Only entries by an author with this name, or part of it.')
            , @('--sort', 'Sort order (default: catalog, unless list.sort is set).')
            , @('--limit', 'Maximum number of results.')
            , @('-n', 'Maximum number of results.')
            , @('--json', 'Print JSON: an array of objects with every field.')
            , @('--keys', 'Print only the keys, one per line.')
            , @('--lang', 'Language of messages, titles and texts (default: your locale).')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'search' = @(
            , @('--limit', 'Maximum number of results.')
            , @('-n', 'Maximum number of results.')
            , @('--why', 'Show which fields match.')
            , @('--json', 'Print JSON: an array of objects with every field.')
            , @('--keys', 'Print only the keys, one per line.')
            , @('--lang', 'Language of messages, titles and texts (default: your locale).')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'show' = @(
            , @('--json', 'Print JSON: an array of objects with every field.')
            , @('--lang', 'Language of messages, titles and texts (default: your locale).')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'open' = @(
            , @('--code', 'Open the repository.')
            , @('--paper', 'Open the paper''s page.')
            , @('--pdf', 'Open the PDF.')
            , @('--docs', 'Open the documentation.')
            , @('--project', 'Open the project page.')
            , @('--slides', 'Open the slides.')
            , @('--video', 'Open the video.')
            , @('--colab', 'Open the notebook.')
            , @('--blog', 'Open the blog post.')
            , @('--link', 'Open another link; dlread show lists their kinds.')
            , @('--print', 'Print the address instead of opening it.')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'next' = @(
            , @('--tag', 'Only entries with this tag (repeatable: all of them).')
            , @('-t', 'Only entries with this tag (repeatable: all of them).')
            , @('--kind', 'Only papers, or only course sections.')
            , @('-k', 'Only papers, or only course sections.')
            , @('--catalog', 'Only from this catalog; dlread catalog lists them.')
            , @('--limit', 'Maximum number of results.')
            , @('-n', 'Maximum number of results.')
            , @('--why', 'Show how each score is made up.')
            , @('--open', 'Open the first suggestion in the browser.')
            , @('--json', 'Print JSON: an array of objects with every field.')
            , @('--keys', 'Print only the keys, one per line.')
            , @('--lang', 'Language of messages, titles and texts (default: your locale).')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'path' = @(
            , @('--from', 'Show what builds on the entry instead.')
            , @('--unread', 'Leave out entries that are read or skipped.')
            , @('--json', 'Print JSON: an array of objects with every field.')
            , @('--keys', 'Print only the keys, one per line.')
            , @('--lang', 'Language of messages, titles and texts (default: your locale).')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'course' = @(
            , @('--json', 'Print JSON: an array of objects with every field.')
            , @('--keys', 'Print only the keys, one per line.')
            , @('--lang', 'Language of messages, titles and texts (default: your locale).')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'cite' = @(
            , @('--style', 'BibTeX (the authors'' own, if known) or a line of text.')
            , @('--json', 'Print CSL-JSON.')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'tags' = @(
            , @('--json', 'Print JSON: an array of objects with every field.')
            , @('--lang', 'Language of messages, titles and texts (default: your locale).')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'add' = @(
            , @('--key', 'Key of the new entry (default: like vaswani2017attention).')
            , @('--tag', 'Add this tag (repeatable).')
            , @('-t', 'Add this tag (repeatable).')
            , @('--status', 'Initial status (default: unread).')
            , @('-s', 'Initial status (default: unread).')
            , @('--first', 'Take the best match for a title without asking.')
            , @('--no-fetch', 'Stay offline; add it again later to fetch the metadata.')
            , @('--lang', 'Language of messages, titles and texts (default: your locale).')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'import' = @(
            , @('--format', 'File format (default: recognized by content).')
            , @('-f', 'File format (default: recognized by content).')
            , @('--tag', 'Add this tag to all (repeatable).')
            , @('-t', 'Add this tag to all (repeatable).')
            , @('--status', 'Status for all.')
            , @('-s', 'Status for all.')
            , @('--library', 'Zotero: the group library to read (default: your own).')
            , @('--dry-run', 'Show what would be imported; change nothing.')
            , @('--lang', 'Language of messages, titles and texts (default: your locale).')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'export' = @(
            , @('--format', 'File format (default: by FILE''s ending, or json).')
            , @('-f', 'File format (default: by FILE''s ending, or json).')
            , @('--output', 'Write to this file.')
            , @('-o', 'Write to this file.')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'edit' = @(
            , @('--reset', 'Restore the catalog''s fields; status, rating, note and tags stay.')
            , @('--lang', 'Language of messages, titles and texts (default: your locale).')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'remove' = @(
            , @('--lang', 'Language of messages, titles and texts (default: your locale).')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'refresh' = @(
            , @('--write', 'Record the changes found; catalog files stay unchanged.')
            , @('--yes', 'Do not ask before marking many links as gone.')
            , @('-y', 'Do not ask before marking many links as gone.')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'mark-read' = @(
            , @('--lang', 'Language of messages, titles and texts (default: your locale).')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'mark-reading' = @(
            , @('--lang', 'Language of messages, titles and texts (default: your locale).')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'mark-unread' = @(
            , @('--lang', 'Language of messages, titles and texts (default: your locale).')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'mark-skipped' = @(
            , @('--lang', 'Language of messages, titles and texts (default: your locale).')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'note' = @(
            , @('--edit', 'Edit the whole note in $EDITOR.')
            , @('--replace', 'Replace the whole note with the text.')
            , @('--clear', 'Remove the note.')
            , @('--lang', 'Language of messages, titles and texts (default: your locale).')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'tag' = @(
            , @('--lang', 'Language of messages, titles and texts (default: your locale).')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'plan' = @(
            , @('--top', 'Put them at the top of the plan.')
            , @('--before', 'Read them before this entry, as a prerequisite.')
            , @('--remove', 'Take them out of the plan; with --before, no longer a prerequisite.')
            , @('--json', 'Print JSON: an array of objects with every field.')
            , @('--keys', 'Print only the keys, one per line.')
            , @('--lang', 'Language of messages, titles and texts (default: your locale).')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'rate' = @(
            , @('--lang', 'Language of messages, titles and texts (default: your locale).')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'undo' = @(
            , @('--dry-run', 'Show what would be undone; change nothing.')
            , @('--lang', 'Language of messages, titles and texts (default: your locale).')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'redo' = @(
            , @('--dry-run', 'Show what would be redone; change nothing.')
            , @('--lang', 'Language of messages, titles and texts (default: your locale).')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'history' = @(
            , @('--limit', 'Maximum number of changes.')
            , @('-n', 'Maximum number of changes.')
            , @('--json', 'Print JSON: an array of objects with every field.')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'stats' = @(
            , @('--since', 'Count from this day on.')
            , @('--until', 'Count up to and including this day.')
            , @('--json', 'Print JSON: one object with every figure.')
            , @('--lang', 'Language of messages, titles and texts (default: your locale).')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'catalog' = @(
            , @('--json', 'Print JSON: an array of objects with every field.')
            , @('--lang', 'Language of messages, titles and texts (default: your locale).')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'catalog-list' = @(
            , @('--json', 'Print JSON: an array of objects with every field.')
            , @('--lang', 'Language of messages, titles and texts (default: your locale).')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'catalog-add' = @(
            , @('--as', 'Name of the catalog here (default: the list''s own).')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'catalog-show' = @(
            , @('--json', 'Print JSON: one object.')
            , @('--lang', 'Language of messages, titles and texts (default: your locale).')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'catalog-check' = @(
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'catalog-new' = @(
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'catalog-update' = @(
            , @('--dry-run', 'Show what would change; change nothing.')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'catalog-remove' = @(
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'paths' = @(
            , @('--json', 'Print JSON: an array of objects with every field.')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'config' = @(
            , @('--edit', 'Open the settings in your editor, and check them.')
            , @('--json', 'Print JSON: an array of objects.')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'completion' = @(
            , @('--install', 'Install the script, and say what else it needs and how to remove it.')
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'doctor' = @(
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'man' = @(
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        'help' = @(
            , @('--color', 'When to use colours; always also prints tables to a pipe (default: auto).')
            , @('--no-pager', 'Do not send long output through a pager.')
            , @('--help', 'Show this message and exit.')
            , @('-h', 'Show this message and exit.')
        )
        }
        $commands = @(
            , @('list', 'List all entries, or those that match a query.')
            , @('search', 'Search entries, best match first.')
            , @('show', 'Show everything about one or more entries.')
            , @('open', 'Open entries in the browser.')
            , @('next', 'Suggest what to read next, with reasons.')
            , @('path', 'Show what to read before an entry, in order, with reasons.')
            , @('course', 'Show courses as a tree, with your progress.')
            , @('cite', 'Cite entries as BibTeX, plain text or CSL-JSON.')
            , @('tags', 'List all tags, with their meaning and number of entries.')
            , @('add', 'Add papers and repositories, and fetch their metadata.')
            , @('import', 'Import papers from other programs and files.')
            , @('export', 'Export entries to a file or to standard output.')
            , @('edit', 'Edit an entry, in your editor or by FIELD=VALUE.')
            , @('remove', 'Remove entries that you added.')
            , @('refresh', 'Check links and repositories: moved, archived or gone.')
            , @('mark-read', 'Mark entries as read; a section includes all its parts.')
            , @('mark-reading', 'Mark entries as currently being read.')
            , @('mark-unread', 'Mark entries as unread.')
            , @('mark-skipped', 'Mark entries as skipped: excluded from progress.')
            , @('note', 'Add a line with today''s date to your note on an entry.')
            , @('tag', 'Add and remove tags: dlread tag smac +thesis -later.')
            , @('plan', 'Plan what to read, in your own order.')
            , @('rate', 'Rate entries from 1 to 5 stars: dlread rate smac 4.')
            , @('undo', 'Undo the last change on this machine; repeat for more.')
            , @('redo', 'Bring back what the last undo took back; repeat for more.')
            , @('history', 'Show your changes on all machines, newest first.')
            , @('stats', 'Show your progress by catalog, part, tag and week.')
            , @('catalog', 'Show the catalogs, with their sources and further reading.')
            , @('paths', 'Show where dlread keeps your data and its other files.')
            , @('config', 'Show your settings and where each comes from, or edit them.')
            , @('completion', 'Print a shell completion script.')
            , @('doctor', 'Check all files; exits 1 if it finds problems.')
            , @('man', 'Show the man page, even where man does not find it.')
            , @('help', 'Show help for a command.')
        )
    }
    # what the value of `command:option` may be
    $values = @{
        ':--lang' = '=en,zh'
        ':--color' = '=always,never,auto'
        'list:--tag' = 'tags'
        'list:-t' = 'tags'
        'list:--status' = '=unread,reading,read,skipped'
        'list:-s' = '=unread,reading,read,skipped'
        'list:--kind' = '=paper,section'
        'list:-k' = '=paper,section'
        'list:--catalog' = 'catalogs'
        'list:--year' = 'nothing'
        'list:--author' = 'nothing'
        'list:--sort' = '=catalog,key,title,year,status,rating,changed'
        'list:--limit' = 'nothing'
        'list:-n' = 'nothing'
        'list:--lang' = '=en,zh'
        'list:--color' = '=always,never,auto'
        'search:--limit' = 'nothing'
        'search:-n' = 'nothing'
        'search:--lang' = '=en,zh'
        'search:--color' = '=always,never,auto'
        'show:--lang' = '=en,zh'
        'show:--color' = '=always,never,auto'
        'open:--link' = '=repository,paper,pdf,docs,project,slides,video,colab,blog'
        'open:--color' = '=always,never,auto'
        'next:--tag' = 'tags'
        'next:-t' = 'tags'
        'next:--kind' = '=paper,section'
        'next:-k' = '=paper,section'
        'next:--catalog' = 'catalogs'
        'next:--limit' = 'nothing'
        'next:-n' = 'nothing'
        'next:--lang' = '=en,zh'
        'next:--color' = '=always,never,auto'
        'path:--lang' = '=en,zh'
        'path:--color' = '=always,never,auto'
        'course:--lang' = '=en,zh'
        'course:--color' = '=always,never,auto'
        'cite:--style' = '=bibtex,text'
        'cite:--color' = '=always,never,auto'
        'tags:--lang' = '=en,zh'
        'tags:--color' = '=always,never,auto'
        'add:--key' = 'nothing'
        'add:--tag' = 'tags'
        'add:-t' = 'tags'
        'add:--status' = '=unread,reading,read,skipped'
        'add:-s' = '=unread,reading,read,skipped'
        'add:--lang' = '=en,zh'
        'add:--color' = '=always,never,auto'
        'import:--format' = '=json,omnivore,paperpile,mendeley,csl-json,bibtex,ris,bookmarks,csv,cobib,papis,buku,markdown,addresses'
        'import:-f' = '=json,omnivore,paperpile,mendeley,csl-json,bibtex,ris,bookmarks,csv,cobib,papis,buku,markdown,addresses'
        'import:--tag' = 'tags'
        'import:-t' = 'tags'
        'import:--status' = '=unread,reading,read,skipped'
        'import:-s' = '=unread,reading,read,skipped'
        'import:--library' = 'nothing'
        'import:--lang' = '=en,zh'
        'import:--color' = '=always,never,auto'
        'export:--format' = '=json,yaml,catalog,csl-json,bibtex,ris,csv,markdown'
        'export:-f' = '=json,yaml,catalog,csl-json,bibtex,ris,csv,markdown'
        'export:--output' = 'files'
        'export:-o' = 'files'
        'export:--color' = '=always,never,auto'
        'edit:--lang' = '=en,zh'
        'edit:--color' = '=always,never,auto'
        'remove:--lang' = '=en,zh'
        'remove:--color' = '=always,never,auto'
        'refresh:--color' = '=always,never,auto'
        'mark-read:--lang' = '=en,zh'
        'mark-read:--color' = '=always,never,auto'
        'mark-reading:--lang' = '=en,zh'
        'mark-reading:--color' = '=always,never,auto'
        'mark-unread:--lang' = '=en,zh'
        'mark-unread:--color' = '=always,never,auto'
        'mark-skipped:--lang' = '=en,zh'
        'mark-skipped:--color' = '=always,never,auto'
        'note:--lang' = '=en,zh'
        'note:--color' = '=always,never,auto'
        'tag:--lang' = '=en,zh'
        'tag:--color' = '=always,never,auto'
        'plan:--before' = 'keys'
        'plan:--lang' = '=en,zh'
        'plan:--color' = '=always,never,auto'
        'rate:--lang' = '=en,zh'
        'rate:--color' = '=always,never,auto'
        'undo:--lang' = '=en,zh'
        'undo:--color' = '=always,never,auto'
        'redo:--lang' = '=en,zh'
        'redo:--color' = '=always,never,auto'
        'history:--limit' = 'nothing'
        'history:-n' = 'nothing'
        'history:--color' = '=always,never,auto'
        'stats:--since' = 'nothing'
        'stats:--until' = 'nothing'
        'stats:--lang' = '=en,zh'
        'stats:--color' = '=always,never,auto'
        'catalog:--lang' = '=en,zh'
        'catalog:--color' = '=always,never,auto'
        'catalog-list:--lang' = '=en,zh'
        'catalog-list:--color' = '=always,never,auto'
        'catalog-add:--as' = 'nothing'
        'catalog-add:--color' = '=always,never,auto'
        'catalog-show:--lang' = '=en,zh'
        'catalog-show:--color' = '=always,never,auto'
        'catalog-check:--color' = '=always,never,auto'
        'catalog-new:--color' = '=always,never,auto'
        'catalog-update:--color' = '=always,never,auto'
        'catalog-remove:--color' = '=always,never,auto'
        'paths:--color' = '=always,never,auto'
        'config:--color' = '=always,never,auto'
        'completion:--color' = '=always,never,auto'
        'doctor:--color' = '=always,never,auto'
        'man:--color' = '=always,never,auto'
        'help:--color' = '=always,never,auto'
        'field:author' = 'nothing'
        'field:title' = 'nothing'
        'field:venue' = 'nothing'
        'field:note' = 'nothing'
        'field:status' = '=unread,reading,read,skipped'
        'field:kind' = '=paper,section'
        'field:has' = '=note,rating'
        'field:is' = '=superseded,disputed,corrected,gone,moved,archived,delisted,planned,unread,reading,read,skipped'
        'field:tag' = 'tags'
        'field:catalog' = 'catalogs'
        'field:year' = 'nothing'
        'field:rating' = '=1,2,3,4,5'
        'field:read' = 'nothing'
        'field:added' = 'nothing'
    }
    # what may stand as `command:number`
    $arguments = @{
        'list:*' = 'fields'
        'search:*' = 'fields'
        'show:*' = 'keys'
        'open:*' = 'keys'
        'path:1' = 'keys'
        'course:1' = 'catalogs'
        'cite:*' = 'keys'
        'add:*' = 'files'
        'import:*' = 'files'
        'export:*' = 'fields'
        'edit:1' = 'keys'
        'remove:*' = 'keys=1234'
        'refresh:*' = 'fields'
        'mark-read:*' = 'keys=ugs124'
        'mark-reading:*' = 'keys=urs134'
        'mark-unread:*' = 'keys=grs234'
        'mark-skipped:*' = 'keys=ugr123'
        'note:1' = 'keys'
        'tag:1' = 'keys'
        'tag:*' = '+tags keys'
        'plan:*' = 'keys'
        'rate:1' = 'keys'
        'rate:*' = '=1,2,3,4,5 keys'
        'history:1' = 'keys'
        'catalog:1' = '=list,add,show,check,new,update,remove'
        'catalog-add:1' = 'files'
        'catalog-show:1' = 'catalogs'
        'catalog-check:*' = 'files'
        'catalog-update:*' = 'catalogs'
        'catalog-remove:*' = 'catalogs'
        'completion:1' = '=bash,zsh,fish,powershell'
        'help:1' = '=list,search,show,open,next,path,course,cite,tags,add,import,export,edit,remove,refresh,mark-read,mark-reading,mark-unread,mark-skipped,note,tag,plan,rate,undo,redo,history,stats,catalog,paths,config,completion,doctor,man,help'
    }
    $fields = @('author:', 'title:', 'venue:', 'note:', 'status:', 'kind:', 'has:', 'is:', 'tag:', 'catalog:', 'year:', 'rating:', 'read:', 'added:')

    function Find-Directory {
        if ($env:DLREAD_CACHE_DIR) { $cache = $env:DLREAD_CACHE_DIR }
        elseif ($env:OS -eq 'Windows_NT') { $cache = "$env:LOCALAPPDATA\dlread\Cache" }
        elseif ("$env:XDG_CACHE_HOME".StartsWith('/')) { $cache = "$env:XDG_CACHE_HOME/dlread" }
        elseif (Test-Path -LiteralPath '/System/Library/CoreServices') { $cache = "$HOME/Library/Caches/dlread" }
        else { $cache = "$HOME/.cache/dlread" }
        [IO.Path]::Combine($cache, 'candidates')
    }

    # pairs of a name that begins with the word, or else has it in it, and its title
    function Read-Names($File, $Signs, $Word) {
        if ($Word -notmatch '^[\w.+/-]*\z') { return }
        $directory = Find-Directory
        $recent = [IO.Path]::Combine($directory, 'recent')
        if (-not [IO.File]::Exists($recent) -and $global:DlreadTried -ne $directory) {
            $global:DlreadTried = $directory # once: what fails now would make every Tab slow
            & dlread completion --refresh 2>&1 | Out-Null
        }
        $files = @([IO.Path]::Combine($directory, $File))
        if ($File -eq 'keys') { $files = @($recent) + $files }
        $texts = @($files | ForEach-Object { [IO.File]::ReadAllText($_, [Text.Encoding]::UTF8) })
        $rest = [regex]::Escape($Word) + "[\w.+/-]*)\t[$Signs]\t([^\t\n]*)\t([^\t\n]*)\n"
        foreach ($pattern in "(?im)^($rest", "(?im)^([\w.+/-]*$rest") {
            $count = 0
            foreach ($text in $texts) {
                foreach ($match in [regex]::Matches($text, $pattern)) {
                    $title = $match.Groups[2].Value
                    if ($isChinese -and $match.Groups[3].Value) { $title = $match.Groups[3].Value }
                    , @($match.Groups[1].Value, ($title -replace '\p{C}', ''))
                    $count++
                    if ($count -ge 200) { return }
                }
            }
            if ($count) { return }
        }
    }

    function Write-Offer($Head, $Word, $Offers) {
        foreach ($offer in "$Offers".Split(' ')) {
            $signs = 'ugrs1234'
            if ($offer -like 'keys=*') { $signs = $offer.Substring(5) }
            $pairs = @()
            if ($offer -like 'keys*') { $pairs = @(Read-Names 'keys' $signs $Word) }
            elseif ($offer -eq 'tags' -or $offer -eq 'catalogs') { $pairs = @(Read-Names $offer 'u' $Word) }
            elseif ($offer -like '=*') { $pairs = @($offer.Substring(1).Split(',') | ForEach-Object { , @($_, '') }) }
            elseif ($offer -eq 'fields') { Write-Field $Word }
            Write-Pairs $Head $(if ($offer -like '=*') { $Word } else { '' }) $pairs
        }
    }

    function Write-Field($Word) {
        if ($Word -match '^(-?)(\w+):(.*)\z') {
            $sign, $name, $value = $Matches[1], $Matches[2], $Matches[3]
            Write-Offer "$sign${name}:" $value $values["field:$name"]
        }
        else {
            Write-Pairs '' $Word @($fields | ForEach-Object { , @($_, '') })
        }
    }

    # those that begin with the word, as PowerShell shows them
    function Write-Pairs($Head, $Word, $Pairs) {
        foreach ($pair in $Pairs) {
            $name, $title = $pair
            if (-not $name.StartsWith($Word, [StringComparison]::OrdinalIgnoreCase)) { continue }
            $shown = if ($title) { "$name  $title" } else { $name }
            $tip = if ($title) { $title } else { $name }
            [System.Management.Automation.CompletionResult]::new("$Head$name", $shown, 'ParameterValue', $tip)
        }
    }

    try {
        $typed = @($CommandAst.CommandElements | Select-Object -Skip 1 |
            Where-Object { $_.Extent.EndOffset -lt $CursorPosition } |
            ForEach-Object { $_.Extent.Text.Trim('"', "'") })
        $word = "$WordToComplete".TrimStart('"', "'")
        $command = ''
        $number = 1
        $wanted = ''
        $ended = $false
        foreach ($one in $typed) {
            if ($wanted) { $wanted = '' }
            elseif ($ended -or $one -notlike '-?*') {
                if (-not $command) { $command = $one }
                elseif (@('catalog-add', 'catalog-check', 'catalog-list', 'catalog-new', 'catalog-remove', 'catalog-show', 'catalog-update') -contains "$command-$one") { $command = "$command-$one" }
                else { $number++ }
            }
            elseif ($one -eq '--') { $ended = $true }
            else { $wanted = $values["${command}:$one"] }
        }
        $found = $arguments["${command}:$number"]
        if (-not $found) { $found = $arguments["${command}:*"] }
        if ($wanted) { Write-Offer '' $word $wanted }
        elseif (-not $ended -and $word -like '--*=*') {
            $name, $value = $word.Split('=', 2)
            Write-Offer "$name=" $value $values["${command}:$name"]
        }
        elseif ($found -like '*+*' -and $word -match '^[+-]' -and ($ended -or $word -notlike '--*')) {
            Write-Offer $word.Substring(0, 1) $word.Substring(1) 'tags'
        }
        elseif (-not $ended -and ($word -like '--*' -or $word -eq '-')) { Write-Pairs '' $word $options[$command] }
        elseif (-not $command) { Write-Pairs '' $word $commands }
        else { Write-Offer '' $word $found }
    }
    catch { } # on any trouble, nothing is offered and nothing is said
}
