# Completion of dlread for fish 3.1 or newer. Made by tools/completions.py: change that, or cli.py.
# What it reads is data: nothing is evaluated, and fish quotes what it inserts.

function __dlread_is_chinese
    for value in "$DLREAD_LANG" "$LC_ALL" "$LC_MESSAGES" "$LANG"
        test -n "$value"; or continue
        string match -qi 'zh*' -- $value
        return
    end
    return 1
end

function __dlread_options # COMMAND: each name with its text
    if __dlread_is_chinese
        switch $argv[1]
        case ''
            printf '%s\t%s\n' --version '输出版本号并退出。'
            printf '%s\t%s\n' -V '输出版本号并退出。'
            printf '%s\t%s\n' --lang '界面、标题和正文的语言（默认：按区域设置）。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case list
            printf '%s\t%s\n' --tag '只限带有该标签的条目（可重复：须全部具备）。'
            printf '%s\t%s\n' -t '只限带有该标签的条目（可重复：须全部具备）。'
            printf '%s\t%s\n' --status '只限处于该状态的条目（可重复：任一即可）。'
            printf '%s\t%s\n' -s '只限处于该状态的条目（可重复：任一即可）。'
            printf '%s\t%s\n' --kind '只限论文，或只限课程章节。'
            printf '%s\t%s\n' -k '只限论文，或只限课程章节。'
            printf '%s\t%s\n' --catalog '只限此书目的条目；dlread catalog 可列出所有书目。'
            printf '%s\t%s\n' --year '只限该年份或这些年份的条目。'
            printf '%s\t%s\n' --author '只限作者姓名包含该名字的条目。'
            printf '%s\t%s\n' --sort '排序方式（默认：catalog，除非设置了 list.sort）。'
            printf '%s\t%s\n' --limit '结果的最大数量。'
            printf '%s\t%s\n' -n '结果的最大数量。'
            printf '%s\t%s\n' --json '输出 JSON：由对象组成的数组，包含所有字段。'
            printf '%s\t%s\n' --keys '只输出键名，每行一个。'
            printf '%s\t%s\n' --lang '界面、标题和正文的语言（默认：按区域设置）。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case search
            printf '%s\t%s\n' --limit '结果的最大数量。'
            printf '%s\t%s\n' -n '结果的最大数量。'
            printf '%s\t%s\n' --why '显示匹配的字段。'
            printf '%s\t%s\n' --json '输出 JSON：由对象组成的数组，包含所有字段。'
            printf '%s\t%s\n' --keys '只输出键名，每行一个。'
            printf '%s\t%s\n' --lang '界面、标题和正文的语言（默认：按区域设置）。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case show
            printf '%s\t%s\n' --json '输出 JSON：由对象组成的数组，包含所有字段。'
            printf '%s\t%s\n' --lang '界面、标题和正文的语言（默认：按区域设置）。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case open
            printf '%s\t%s\n' --code '打开仓库。'
            printf '%s\t%s\n' --paper '打开论文的网页。'
            printf '%s\t%s\n' --pdf '打开 PDF。'
            printf '%s\t%s\n' --docs '打开文档。'
            printf '%s\t%s\n' --project '打开项目主页。'
            printf '%s\t%s\n' --slides '打开幻灯片。'
            printf '%s\t%s\n' --video '打开视频。'
            printf '%s\t%s\n' --colab '打开代码笔记本。'
            printf '%s\t%s\n' --blog '打开博客文章。'
            printf '%s\t%s\n' --link '打开其他链接；dlread show 列出其种类。'
            printf '%s\t%s\n' --print '输出地址而不打开。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case next
            printf '%s\t%s\n' --tag '只限带有该标签的条目（可重复：须全部具备）。'
            printf '%s\t%s\n' -t '只限带有该标签的条目（可重复：须全部具备）。'
            printf '%s\t%s\n' --kind '只限论文，或只限课程章节。'
            printf '%s\t%s\n' -k '只限论文，或只限课程章节。'
            printf '%s\t%s\n' --catalog '只限此书目；dlread catalog 可列出所有书目。'
            printf '%s\t%s\n' --limit '结果的最大数量。'
            printf '%s\t%s\n' -n '结果的最大数量。'
            printf '%s\t%s\n' --why '显示每个得分的构成。'
            printf '%s\t%s\n' --open '在浏览器中打开第一项建议。'
            printf '%s\t%s\n' --json '输出 JSON：由对象组成的数组，包含所有字段。'
            printf '%s\t%s\n' --keys '只输出键名，每行一个。'
            printf '%s\t%s\n' --lang '界面、标题和正文的语言（默认：按区域设置）。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case path
            printf '%s\t%s\n' --from '改为显示以该条目为基础的内容。'
            printf '%s\t%s\n' --unread '不显示已读或跳过的条目。'
            printf '%s\t%s\n' --json '输出 JSON：由对象组成的数组，包含所有字段。'
            printf '%s\t%s\n' --keys '只输出键名，每行一个。'
            printf '%s\t%s\n' --lang '界面、标题和正文的语言（默认：按区域设置）。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case course
            printf '%s\t%s\n' --json '输出 JSON：由对象组成的数组，包含所有字段。'
            printf '%s\t%s\n' --keys '只输出键名，每行一个。'
            printf '%s\t%s\n' --lang '界面、标题和正文的语言（默认：按区域设置）。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case cite
            printf '%s\t%s\n' --style 'BibTeX（如有，采用作者自己提供的）或一行文本。'
            printf '%s\t%s\n' --json '输出 CSL-JSON。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case tags
            printf '%s\t%s\n' --json '输出 JSON：由对象组成的数组，包含所有字段。'
            printf '%s\t%s\n' --lang '界面、标题和正文的语言（默认：按区域设置）。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case add
            printf '%s\t%s\n' --key '新条目的键名（默认形如 vaswani2017attention）。'
            printf '%s\t%s\n' --tag '添加该标签（可重复）。'
            printf '%s\t%s\n' -t '添加该标签（可重复）。'
            printf '%s\t%s\n' --status '初始状态（默认：unread）。'
            printf '%s\t%s\n' -s '初始状态（默认：unread）。'
            printf '%s\t%s\n' --first '直接采用与标题最匹配的结果，不询问。'
            printf '%s\t%s\n' --no-fetch '不联网；以后再次添加即可获取元数据。'
            printf '%s\t%s\n' --lang '界面、标题和正文的语言（默认：按区域设置）。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case import
            printf '%s\t%s\n' --format '文件格式（默认：根据内容识别）。'
            printf '%s\t%s\n' -f '文件格式（默认：根据内容识别）。'
            printf '%s\t%s\n' --tag '为所有条目添加该标签（可重复）。'
            printf '%s\t%s\n' -t '为所有条目添加该标签（可重复）。'
            printf '%s\t%s\n' --status '所有条目的状态。'
            printf '%s\t%s\n' -s '所有条目的状态。'
            printf '%s\t%s\n' --library 'Zotero：要读取的群组文献库（默认：你自己的）。'
            printf '%s\t%s\n' --dry-run '显示将要导入的内容；不作任何更改。'
            printf '%s\t%s\n' --lang '界面、标题和正文的语言（默认：按区域设置）。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case export
            printf '%s\t%s\n' --format '文件格式（默认：根据 FILE 的扩展名，否则为 json）。'
            printf '%s\t%s\n' -f '文件格式（默认：根据 FILE 的扩展名，否则为 json）。'
            printf '%s\t%s\n' --output '写入该文件。'
            printf '%s\t%s\n' -o '写入该文件。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case edit
            printf '%s\t%s\n' --reset '恢复书目中的字段；状态、评分、笔记和标签保持不变。'
            printf '%s\t%s\n' --lang '界面、标题和正文的语言（默认：按区域设置）。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case remove
            printf '%s\t%s\n' --lang '界面、标题和正文的语言（默认：按区域设置）。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case refresh
            printf '%s\t%s\n' --write '记录发现的变化；书目文件保持不变。'
            printf '%s\t%s\n' --yes '将大量链接标记为失效前不询问。'
            printf '%s\t%s\n' -y '将大量链接标记为失效前不询问。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case mark-read
            printf '%s\t%s\n' --lang '界面、标题和正文的语言（默认：按区域设置）。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case mark-reading
            printf '%s\t%s\n' --lang '界面、标题和正文的语言（默认：按区域设置）。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case mark-unread
            printf '%s\t%s\n' --lang '界面、标题和正文的语言（默认：按区域设置）。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case mark-skipped
            printf '%s\t%s\n' --lang '界面、标题和正文的语言（默认：按区域设置）。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case note
            printf '%s\t%s\n' --edit '在 $EDITOR 中编辑整篇笔记。'
            printf '%s\t%s\n' --replace '用该文本替换整篇笔记。'
            printf '%s\t%s\n' --clear '删除笔记。'
            printf '%s\t%s\n' --lang '界面、标题和正文的语言（默认：按区域设置）。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case tag
            printf '%s\t%s\n' --lang '界面、标题和正文的语言（默认：按区域设置）。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case plan
            printf '%s\t%s\n' --top '放在计划的最前面。'
            printf '%s\t%s\n' --before '在该条目之前读，作为其前置内容。'
            printf '%s\t%s\n' --remove '从计划中移除；与 --before 同用时，不再作为前置内容。'
            printf '%s\t%s\n' --json '输出 JSON：由对象组成的数组，包含所有字段。'
            printf '%s\t%s\n' --keys '只输出键名，每行一个。'
            printf '%s\t%s\n' --lang '界面、标题和正文的语言（默认：按区域设置）。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case rate
            printf '%s\t%s\n' --lang '界面、标题和正文的语言（默认：按区域设置）。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case undo
            printf '%s\t%s\n' --dry-run '显示将要撤销的内容；不作任何更改。'
            printf '%s\t%s\n' --lang '界面、标题和正文的语言（默认：按区域设置）。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case redo
            printf '%s\t%s\n' --dry-run '显示将要重做的内容；不作任何更改。'
            printf '%s\t%s\n' --lang '界面、标题和正文的语言（默认：按区域设置）。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case history
            printf '%s\t%s\n' --limit '更改的最大数量。'
            printf '%s\t%s\n' -n '更改的最大数量。'
            printf '%s\t%s\n' --json '输出 JSON：由对象组成的数组，包含所有字段。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case stats
            printf '%s\t%s\n' --since '从这一天起统计。'
            printf '%s\t%s\n' --until '统计到这一天为止（含当天）。'
            printf '%s\t%s\n' --json '输出 JSON：一个包含所有数字的对象。'
            printf '%s\t%s\n' --lang '界面、标题和正文的语言（默认：按区域设置）。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case catalog
            printf '%s\t%s\n' --json '输出 JSON：由对象组成的数组，包含所有字段。'
            printf '%s\t%s\n' --lang '界面、标题和正文的语言（默认：按区域设置）。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case catalog-list
            printf '%s\t%s\n' --json '输出 JSON：由对象组成的数组，包含所有字段。'
            printf '%s\t%s\n' --lang '界面、标题和正文的语言（默认：按区域设置）。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case catalog-add
            printf '%s\t%s\n' --as '为书目另起的名称（默认：书单自己的名称）。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case catalog-show
            printf '%s\t%s\n' --json '输出 JSON：一个对象。'
            printf '%s\t%s\n' --lang '界面、标题和正文的语言（默认：按区域设置）。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case catalog-check
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case catalog-new
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case catalog-update
            printf '%s\t%s\n' --dry-run '显示会有什么变化；不作任何更改。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case catalog-remove
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case paths
            printf '%s\t%s\n' --json '输出 JSON：由对象组成的数组，包含所有字段。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case config
            printf '%s\t%s\n' --edit '在编辑器中打开设置，并进行检查。'
            printf '%s\t%s\n' --json '输出 JSON：由对象组成的数组。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case completion
            printf '%s\t%s\n' --install '安装脚本，并说明还需要做什么，以及如何卸载。'
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case doctor
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case man
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        case help
            printf '%s\t%s\n' --color '何时使用颜色；always 在管道中也输出表格（默认：auto）。'
            printf '%s\t%s\n' --no-pager '不用分页器显示长输出。'
            printf '%s\t%s\n' --help '显示此帮助并退出。'
            printf '%s\t%s\n' -h '显示此帮助并退出。'
        end
        return
    end
    switch $argv[1]
        case ''
            printf '%s\t%s\n' --version 'Print the version and exit.'
            printf '%s\t%s\n' -V 'Print the version and exit.'
            printf '%s\t%s\n' --lang 'Language of messages, titles and texts (default: your locale).'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case list
            printf '%s\t%s\n' --tag 'Only entries with this tag (repeatable: all of them).'
            printf '%s\t%s\n' -t 'Only entries with this tag (repeatable: all of them).'
            printf '%s\t%s\n' --status 'Only entries with this status (repeatable: any of them).'
            printf '%s\t%s\n' -s 'Only entries with this status (repeatable: any of them).'
            printf '%s\t%s\n' --kind 'Only papers, or only course sections.'
            printf '%s\t%s\n' -k 'Only papers, or only course sections.'
            printf '%s\t%s\n' --catalog 'Only entries of this catalog; dlread catalog lists them.'
            printf '%s\t%s\n' --year 'Only entries from this year or these years.'
            printf '%s\t%s\n' --author 'Only entries by an author with this name, or part of it.'
            printf '%s\t%s\n' --sort 'Sort order (default: catalog, unless list.sort is set).'
            printf '%s\t%s\n' --limit 'Maximum number of results.'
            printf '%s\t%s\n' -n 'Maximum number of results.'
            printf '%s\t%s\n' --json 'Print JSON: an array of objects with every field.'
            printf '%s\t%s\n' --keys 'Print only the keys, one per line.'
            printf '%s\t%s\n' --lang 'Language of messages, titles and texts (default: your locale).'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case search
            printf '%s\t%s\n' --limit 'Maximum number of results.'
            printf '%s\t%s\n' -n 'Maximum number of results.'
            printf '%s\t%s\n' --why 'Show which fields match.'
            printf '%s\t%s\n' --json 'Print JSON: an array of objects with every field.'
            printf '%s\t%s\n' --keys 'Print only the keys, one per line.'
            printf '%s\t%s\n' --lang 'Language of messages, titles and texts (default: your locale).'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case show
            printf '%s\t%s\n' --json 'Print JSON: an array of objects with every field.'
            printf '%s\t%s\n' --lang 'Language of messages, titles and texts (default: your locale).'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case open
            printf '%s\t%s\n' --code 'Open the repository.'
            printf '%s\t%s\n' --paper 'Open the paper\'s page.'
            printf '%s\t%s\n' --pdf 'Open the PDF.'
            printf '%s\t%s\n' --docs 'Open the documentation.'
            printf '%s\t%s\n' --project 'Open the project page.'
            printf '%s\t%s\n' --slides 'Open the slides.'
            printf '%s\t%s\n' --video 'Open the video.'
            printf '%s\t%s\n' --colab 'Open the notebook.'
            printf '%s\t%s\n' --blog 'Open the blog post.'
            printf '%s\t%s\n' --link 'Open another link; dlread show lists their kinds.'
            printf '%s\t%s\n' --print 'Print the address instead of opening it.'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case next
            printf '%s\t%s\n' --tag 'Only entries with this tag (repeatable: all of them).'
            printf '%s\t%s\n' -t 'Only entries with this tag (repeatable: all of them).'
            printf '%s\t%s\n' --kind 'Only papers, or only course sections.'
            printf '%s\t%s\n' -k 'Only papers, or only course sections.'
            printf '%s\t%s\n' --catalog 'Only from this catalog; dlread catalog lists them.'
            printf '%s\t%s\n' --limit 'Maximum number of results.'
            printf '%s\t%s\n' -n 'Maximum number of results.'
            printf '%s\t%s\n' --why 'Show how each score is made up.'
            printf '%s\t%s\n' --open 'Open the first suggestion in the browser.'
            printf '%s\t%s\n' --json 'Print JSON: an array of objects with every field.'
            printf '%s\t%s\n' --keys 'Print only the keys, one per line.'
            printf '%s\t%s\n' --lang 'Language of messages, titles and texts (default: your locale).'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case path
            printf '%s\t%s\n' --from 'Show what builds on the entry instead.'
            printf '%s\t%s\n' --unread 'Leave out entries that are read or skipped.'
            printf '%s\t%s\n' --json 'Print JSON: an array of objects with every field.'
            printf '%s\t%s\n' --keys 'Print only the keys, one per line.'
            printf '%s\t%s\n' --lang 'Language of messages, titles and texts (default: your locale).'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case course
            printf '%s\t%s\n' --json 'Print JSON: an array of objects with every field.'
            printf '%s\t%s\n' --keys 'Print only the keys, one per line.'
            printf '%s\t%s\n' --lang 'Language of messages, titles and texts (default: your locale).'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case cite
            printf '%s\t%s\n' --style 'BibTeX (the authors\' own, if known) or a line of text.'
            printf '%s\t%s\n' --json 'Print CSL-JSON.'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case tags
            printf '%s\t%s\n' --json 'Print JSON: an array of objects with every field.'
            printf '%s\t%s\n' --lang 'Language of messages, titles and texts (default: your locale).'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case add
            printf '%s\t%s\n' --key 'Key of the new entry (default: like vaswani2017attention).'
            printf '%s\t%s\n' --tag 'Add this tag (repeatable).'
            printf '%s\t%s\n' -t 'Add this tag (repeatable).'
            printf '%s\t%s\n' --status 'Initial status (default: unread).'
            printf '%s\t%s\n' -s 'Initial status (default: unread).'
            printf '%s\t%s\n' --first 'Take the best match for a title without asking.'
            printf '%s\t%s\n' --no-fetch 'Stay offline; add it again later to fetch the metadata.'
            printf '%s\t%s\n' --lang 'Language of messages, titles and texts (default: your locale).'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case import
            printf '%s\t%s\n' --format 'File format (default: recognized by content).'
            printf '%s\t%s\n' -f 'File format (default: recognized by content).'
            printf '%s\t%s\n' --tag 'Add this tag to all (repeatable).'
            printf '%s\t%s\n' -t 'Add this tag to all (repeatable).'
            printf '%s\t%s\n' --status 'Status for all.'
            printf '%s\t%s\n' -s 'Status for all.'
            printf '%s\t%s\n' --library 'Zotero: the group library to read (default: your own).'
            printf '%s\t%s\n' --dry-run 'Show what would be imported; change nothing.'
            printf '%s\t%s\n' --lang 'Language of messages, titles and texts (default: your locale).'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case export
            printf '%s\t%s\n' --format 'File format (default: by FILE\'s ending, or json).'
            printf '%s\t%s\n' -f 'File format (default: by FILE\'s ending, or json).'
            printf '%s\t%s\n' --output 'Write to this file.'
            printf '%s\t%s\n' -o 'Write to this file.'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case edit
            printf '%s\t%s\n' --reset 'Restore the catalog\'s fields; status, rating, note and tags stay.'
            printf '%s\t%s\n' --lang 'Language of messages, titles and texts (default: your locale).'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case remove
            printf '%s\t%s\n' --lang 'Language of messages, titles and texts (default: your locale).'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case refresh
            printf '%s\t%s\n' --write 'Record the changes found; catalog files stay unchanged.'
            printf '%s\t%s\n' --yes 'Do not ask before marking many links as gone.'
            printf '%s\t%s\n' -y 'Do not ask before marking many links as gone.'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case mark-read
            printf '%s\t%s\n' --lang 'Language of messages, titles and texts (default: your locale).'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case mark-reading
            printf '%s\t%s\n' --lang 'Language of messages, titles and texts (default: your locale).'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case mark-unread
            printf '%s\t%s\n' --lang 'Language of messages, titles and texts (default: your locale).'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case mark-skipped
            printf '%s\t%s\n' --lang 'Language of messages, titles and texts (default: your locale).'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case note
            printf '%s\t%s\n' --edit 'Edit the whole note in $EDITOR.'
            printf '%s\t%s\n' --replace 'Replace the whole note with the text.'
            printf '%s\t%s\n' --clear 'Remove the note.'
            printf '%s\t%s\n' --lang 'Language of messages, titles and texts (default: your locale).'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case tag
            printf '%s\t%s\n' --lang 'Language of messages, titles and texts (default: your locale).'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case plan
            printf '%s\t%s\n' --top 'Put them at the top of the plan.'
            printf '%s\t%s\n' --before 'Read them before this entry, as a prerequisite.'
            printf '%s\t%s\n' --remove 'Take them out of the plan; with --before, no longer a prerequisite.'
            printf '%s\t%s\n' --json 'Print JSON: an array of objects with every field.'
            printf '%s\t%s\n' --keys 'Print only the keys, one per line.'
            printf '%s\t%s\n' --lang 'Language of messages, titles and texts (default: your locale).'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case rate
            printf '%s\t%s\n' --lang 'Language of messages, titles and texts (default: your locale).'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case undo
            printf '%s\t%s\n' --dry-run 'Show what would be undone; change nothing.'
            printf '%s\t%s\n' --lang 'Language of messages, titles and texts (default: your locale).'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case redo
            printf '%s\t%s\n' --dry-run 'Show what would be redone; change nothing.'
            printf '%s\t%s\n' --lang 'Language of messages, titles and texts (default: your locale).'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case history
            printf '%s\t%s\n' --limit 'Maximum number of changes.'
            printf '%s\t%s\n' -n 'Maximum number of changes.'
            printf '%s\t%s\n' --json 'Print JSON: an array of objects with every field.'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case stats
            printf '%s\t%s\n' --since 'Count from this day on.'
            printf '%s\t%s\n' --until 'Count up to and including this day.'
            printf '%s\t%s\n' --json 'Print JSON: one object with every figure.'
            printf '%s\t%s\n' --lang 'Language of messages, titles and texts (default: your locale).'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case catalog
            printf '%s\t%s\n' --json 'Print JSON: an array of objects with every field.'
            printf '%s\t%s\n' --lang 'Language of messages, titles and texts (default: your locale).'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case catalog-list
            printf '%s\t%s\n' --json 'Print JSON: an array of objects with every field.'
            printf '%s\t%s\n' --lang 'Language of messages, titles and texts (default: your locale).'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case catalog-add
            printf '%s\t%s\n' --as 'Name of the catalog here (default: the list\'s own).'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case catalog-show
            printf '%s\t%s\n' --json 'Print JSON: one object.'
            printf '%s\t%s\n' --lang 'Language of messages, titles and texts (default: your locale).'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case catalog-check
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case catalog-new
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case catalog-update
            printf '%s\t%s\n' --dry-run 'Show what would change; change nothing.'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case catalog-remove
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case paths
            printf '%s\t%s\n' --json 'Print JSON: an array of objects with every field.'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case config
            printf '%s\t%s\n' --edit 'Open the settings in your editor, and check them.'
            printf '%s\t%s\n' --json 'Print JSON: an array of objects.'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case completion
            printf '%s\t%s\n' --install 'Install the script, and say what else it needs and how to remove it.'
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case doctor
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case man
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
        case help
            printf '%s\t%s\n' --color 'When to use colours; always also prints tables to a pipe (default: auto).'
            printf '%s\t%s\n' --no-pager 'Do not send long output through a pager.'
            printf '%s\t%s\n' --help 'Show this message and exit.'
            printf '%s\t%s\n' -h 'Show this message and exit.'
    end
end

function __dlread_commands
    if __dlread_is_chinese
    printf '%s\t%s\n' list '列出所有条目，或与查询匹配的条目'
    printf '%s\t%s\n' search '搜索条目，最匹配的在前'
    printf '%s\t%s\n' show '显示一个或多个条目的全部信息'
    printf '%s\t%s\n' open '在浏览器中打开条目'
    printf '%s\t%s\n' next '建议接下来读什么，并说明理由'
    printf '%s\t%s\n' path '按顺序显示读某个条目之前要读什么，并说明理由'
    printf '%s\t%s\n' course '以树状结构显示课程和你的进度'
    printf '%s\t%s\n' cite '以 BibTeX、纯文本或 CSL-JSON 格式输出引用'
    printf '%s\t%s\n' tags '列出所有标签及其含义和条目数'
    printf '%s\t%s\n' add '添加论文和仓库，并获取其元数据'
    printf '%s\t%s\n' import '从其他程序和文件导入论文'
    printf '%s\t%s\n' export '将条目导出到文件或标准输出'
    printf '%s\t%s\n' edit '在编辑器中或以 FIELD=VALUE 编辑条目'
    printf '%s\t%s\n' remove '删除你添加的条目'
    printf '%s\t%s\n' refresh '检查链接和仓库：是否已迁移、归档或失效'
    printf '%s\t%s\n' mark-read '将条目标记为已读；章节包括其所有部分'
    printf '%s\t%s\n' mark-reading '将条目标记为在读'
    printf '%s\t%s\n' mark-unread '将条目标记为未读'
    printf '%s\t%s\n' mark-skipped '将条目标记为跳过：不计入进度'
    printf '%s\t%s\n' note '在条目的笔记中添加一行，注明今天的日期'
    printf '%s\t%s\n' tag '添加和删除标签：dlread tag smac +thesis -later'
    printf '%s\t%s\n' plan '按自己的顺序计划读什么'
    printf '%s\t%s\n' rate '为条目评 1 到 5 星：dlread rate smac 4'
    printf '%s\t%s\n' undo '撤销本机上的最后一次更改；重复使用可继续撤销'
    printf '%s\t%s\n' redo '恢复上一次撤销的更改；重复使用可继续恢复'
    printf '%s\t%s\n' history '显示所有机器上的更改，最新的在前'
    printf '%s\t%s\n' stats '按书目、部分、标签和周显示进度'
    printf '%s\t%s\n' catalog '显示书目及其来源和延伸阅读'
    printf '%s\t%s\n' paths '显示 dlread 存放数据和其他文件的位置'
    printf '%s\t%s\n' config '显示各项设置及其来源，或进行编辑'
    printf '%s\t%s\n' completion '输出 shell 补全脚本'
    printf '%s\t%s\n' doctor '检查所有文件；发现问题时退出状态为 1'
    printf '%s\t%s\n' man '显示手册页，即使 man 找不到它'
    printf '%s\t%s\n' help '显示命令的帮助'
        return
    end
    printf '%s\t%s\n' list 'List all entries, or those that match a query.'
    printf '%s\t%s\n' search 'Search entries, best match first.'
    printf '%s\t%s\n' show 'Show everything about one or more entries.'
    printf '%s\t%s\n' open 'Open entries in the browser.'
    printf '%s\t%s\n' next 'Suggest what to read next, with reasons.'
    printf '%s\t%s\n' path 'Show what to read before an entry, in order, with reasons.'
    printf '%s\t%s\n' course 'Show courses as a tree, with your progress.'
    printf '%s\t%s\n' cite 'Cite entries as BibTeX, plain text or CSL-JSON.'
    printf '%s\t%s\n' tags 'List all tags, with their meaning and number of entries.'
    printf '%s\t%s\n' add 'Add papers and repositories, and fetch their metadata.'
    printf '%s\t%s\n' import 'Import papers from other programs and files.'
    printf '%s\t%s\n' export 'Export entries to a file or to standard output.'
    printf '%s\t%s\n' edit 'Edit an entry, in your editor or by FIELD=VALUE.'
    printf '%s\t%s\n' remove 'Remove entries that you added.'
    printf '%s\t%s\n' refresh 'Check links and repositories: moved, archived or gone.'
    printf '%s\t%s\n' mark-read 'Mark entries as read; a section includes all its parts.'
    printf '%s\t%s\n' mark-reading 'Mark entries as currently being read.'
    printf '%s\t%s\n' mark-unread 'Mark entries as unread.'
    printf '%s\t%s\n' mark-skipped 'Mark entries as skipped: excluded from progress.'
    printf '%s\t%s\n' note 'Add a line with today\'s date to your note on an entry.'
    printf '%s\t%s\n' tag 'Add and remove tags: dlread tag smac +thesis -later.'
    printf '%s\t%s\n' plan 'Plan what to read, in your own order.'
    printf '%s\t%s\n' rate 'Rate entries from 1 to 5 stars: dlread rate smac 4.'
    printf '%s\t%s\n' undo 'Undo the last change on this machine; repeat for more.'
    printf '%s\t%s\n' redo 'Bring back what the last undo took back; repeat for more.'
    printf '%s\t%s\n' history 'Show your changes on all machines, newest first.'
    printf '%s\t%s\n' stats 'Show your progress by catalog, part, tag and week.'
    printf '%s\t%s\n' catalog 'Show the catalogs, with their sources and further reading.'
    printf '%s\t%s\n' paths 'Show where dlread keeps your data and its other files.'
    printf '%s\t%s\n' config 'Show your settings and where each comes from, or edit them.'
    printf '%s\t%s\n' completion 'Print a shell completion script.'
    printf '%s\t%s\n' doctor 'Check all files; exits 1 if it finds problems.'
    printf '%s\t%s\n' man 'Show the man page, even where man does not find it.'
    printf '%s\t%s\n' help 'Show help for a command.'
end

function __dlread_value # COMMAND OPTION: what its value may be; nothing for an option without one
    switch $argv[1]:$argv[2]
        case ':--lang' 'list:--lang' 'search:--lang' 'show:--lang' 'next:--lang' 'path:--lang' 'course:--lang' 'tags:--lang' 'add:--lang' 'import:--lang' 'edit:--lang' 'remove:--lang' 'mark-read:--lang' 'mark-reading:--lang' 'mark-unread:--lang' 'mark-skipped:--lang' 'note:--lang' 'tag:--lang' 'plan:--lang' 'rate:--lang' 'undo:--lang' 'redo:--lang' 'stats:--lang' 'catalog:--lang' 'catalog-list:--lang' 'catalog-show:--lang'
            string split ' ' '=en,zh'
        case ':--color' 'list:--color' 'search:--color' 'show:--color' 'open:--color' 'next:--color' 'path:--color' 'course:--color' 'cite:--color' 'tags:--color' 'add:--color' 'import:--color' 'export:--color' 'edit:--color' 'remove:--color' 'refresh:--color' 'mark-read:--color' 'mark-reading:--color' 'mark-unread:--color' 'mark-skipped:--color' 'note:--color' 'tag:--color' 'plan:--color' 'rate:--color' 'undo:--color' 'redo:--color' 'history:--color' 'stats:--color' 'catalog:--color' 'catalog-list:--color' 'catalog-add:--color' 'catalog-show:--color' 'catalog-check:--color' 'catalog-new:--color' 'catalog-update:--color' 'catalog-remove:--color' 'paths:--color' 'config:--color' 'completion:--color' 'doctor:--color' 'man:--color' 'help:--color'
            string split ' ' '=always,never,auto'
        case 'list:--tag' 'list:-t' 'next:--tag' 'next:-t' 'add:--tag' 'add:-t' 'import:--tag' 'import:-t' 'field:tag'
            string split ' ' 'tags'
        case 'list:--status' 'list:-s' 'add:--status' 'add:-s' 'import:--status' 'import:-s' 'field:status'
            string split ' ' '=unread,reading,read,skipped'
        case 'list:--kind' 'list:-k' 'next:--kind' 'next:-k' 'field:kind'
            string split ' ' '=paper,section'
        case 'list:--catalog' 'next:--catalog' 'field:catalog'
            string split ' ' 'catalogs'
        case 'list:--year' 'list:--author' 'list:--limit' 'list:-n' 'search:--limit' 'search:-n' 'next:--limit' 'next:-n' 'add:--key' 'import:--library' 'history:--limit' 'history:-n' 'stats:--since' 'stats:--until' 'catalog-add:--as' 'field:author' 'field:title' 'field:venue' 'field:note' 'field:year' 'field:read' 'field:added'
            string split ' ' 'nothing'
        case 'list:--sort'
            string split ' ' '=catalog,key,title,year,status,rating,changed'
        case 'open:--link'
            string split ' ' '=repository,paper,pdf,docs,project,slides,video,colab,blog'
        case 'cite:--style'
            string split ' ' '=bibtex,text'
        case 'import:--format' 'import:-f'
            string split ' ' '=json,omnivore,paperpile,mendeley,csl-json,bibtex,ris,bookmarks,csv,cobib,papis,buku,markdown,addresses'
        case 'export:--format' 'export:-f'
            string split ' ' '=json,yaml,catalog,csl-json,bibtex,ris,csv,markdown'
        case 'export:--output' 'export:-o'
            string split ' ' 'files'
        case 'plan:--before'
            string split ' ' 'keys'
        case 'field:has'
            string split ' ' '=note,rating'
        case 'field:is'
            string split ' ' '=superseded,disputed,corrected,gone,moved,archived,delisted,planned,unread,reading,read,skipped'
        case 'field:rating'
            string split ' ' '=1,2,3,4,5'
    end
end

function __dlread_argument # COMMAND NUMBER
    switch $argv[1]:$argv[2]
        case 'path:1' 'edit:1' 'note:1' 'tag:1' 'rate:1' 'history:1'
            string split ' ' 'keys'
        case 'course:1' 'catalog-show:1'
            string split ' ' 'catalogs'
        case 'catalog:1'
            string split ' ' '=list,add,show,check,new,update,remove'
        case 'catalog-add:1'
            string split ' ' 'files'
        case 'completion:1'
            string split ' ' '=bash,zsh,fish,powershell'
        case 'help:1'
            string split ' ' '=list,search,show,open,next,path,course,cite,tags,add,import,export,edit,remove,refresh,mark-read,mark-reading,mark-unread,mark-skipped,note,tag,plan,rate,undo,redo,history,stats,catalog,paths,config,completion,doctor,man,help'
        case 'list:*' 'search:*' 'export:*' 'refresh:*'
            string split ' ' 'fields'
        case 'show:*' 'open:*' 'cite:*' 'plan:*'
            string split ' ' 'keys'
        case 'add:*' 'import:*' 'catalog-check:*'
            string split ' ' 'files'
        case 'remove:*'
            string split ' ' 'keys=1234'
        case 'mark-read:*'
            string split ' ' 'keys=ugs124'
        case 'mark-reading:*'
            string split ' ' 'keys=urs134'
        case 'mark-unread:*'
            string split ' ' 'keys=grs234'
        case 'mark-skipped:*'
            string split ' ' 'keys=ugr123'
        case 'tag:*'
            string split ' ' '+tags keys'
        case 'rate:*'
            string split ' ' '=1,2,3,4,5 keys'
        case 'catalog-update:*' 'catalog-remove:*'
            string split ' ' 'catalogs'
    end
end

function __dlread_names # HEAD FILE SIGNS WORD: those that begin with the word, or else have it in them, with their titles
    set -l tab \t
    set -l letters '[\p{L}\p{M}\p{N}_.+/-]'
    string match -qr "^$letters*\$" -- $argv[4]; or return
    set -l cache "$HOME/.cache/dlread"
    if test -n "$DLREAD_CACHE_DIR"
        set cache $DLREAD_CACHE_DIR
    else if string match -q '/*' -- "$XDG_CACHE_HOME"
        set cache $XDG_CACHE_HOME/dlread
    else if test -d /System/Library/CoreServices # macOS
        set cache $HOME/Library/Caches/dlread
    end
    set -l directory $cache/candidates
    if not test -f $directory/recent; and test "$__dlread_tried" != $directory
        set -g __dlread_tried $directory # once: what fails now would make every Tab slow
        command -q dlread; and command dlread completion --refresh </dev/null >/dev/null 2>&1
    end
    set -l files $directory/$argv[2]
    test $argv[2] = keys; and set files $directory/recent $directory/keys
    for file in $files
        test -f $file; or return
    end
    set -l line "^((?![-.+/])$letters+)\t.\t([^\t]*)\t.*\$"
    if __dlread_is_chinese
        set line "^((?![-.+/])$letters+)\t.\t(?|[^\t]*\t([^\t]+)|([^\t]*)\t)\$"
    end
    set -l pattern (string replace -a . '[.]' -- $argv[4])"[^$tab]*$tab""[$argv[3]]$tab"
    for before in '^' "^[^$tab]*"
        set -l found (LC_ALL=C GREP_OPTIONS= command grep -a -h -i -m 200 -e $before$pattern -- $files 2>/dev/null)
        # what is not in the form of a line, or has a control character, is left out
        set found (string match -v -r '[\x00-\x08\x0a-\x1f\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]' -- $found | string replace -f -r -- $line $argv[1]'$1\t$2')
        if set -q found[1]
            printf '%s\n' $found[1..200]
            return
        end
    end
end

function __dlread_offer # HEAD WORD OFFER...: what can stand after HEAD
    set -l head $argv[1]
    set -l word $argv[2]
    for offer in $argv[3..-1]
        switch $offer
            case keys
                __dlread_names "$head" keys ugrs1234 "$word"
            case 'keys=*'
                __dlread_names "$head" keys (string replace keys= '' -- $offer) "$word"
            case tags catalogs
                __dlread_names "$head" $offer u "$word"
            case fields
                __dlread_field "$word"
            case files
                __fish_complete_path "$word"
            case '=*'
                string split , -- (string sub -s 2 -- $offer) | string replace -r -- '^' "$head"
        end
    end
end

function __dlread_field # WORD: of a query: a field, or its value
    set -l parts (string match -r '^(-?)((?:\w+:)?)(.*)$' -- $argv[1])
    if test -n "$parts[3]"
        __dlread_offer "$parts[2]$parts[3]" "$parts[4]" (__dlread_value field (string sub -e -1 -- $parts[3]))
    else
        printf '%s\n' "$parts[2]"{author:,title:,venue:,note:,status:,kind:,has:,is:,tag:,catalog:,year:,rating:,read:,added:}
    end
end

function __dlread
    set -l word (string replace -r -- '^["\']' '' (commandline -ct))
    set -l typed (commandline -opc)
    set -l command ''
    set -l number 1
    set -l wanted
    set -l ended ''
    for one in $typed[2..-1]
        if set -q wanted[1]
            set wanted
        else if test -n "$ended"; or not string match -q -- '-?*' $one
            if test -z "$command"
                set command $one
            else if contains -- "$command-$one" catalog-add catalog-check catalog-list catalog-new catalog-remove catalog-show catalog-update
                set command $command-$one
            else
                set number (math $number + 1)
            end
        else if test "$one" = --
            set ended 1
        else
            set wanted (__dlread_value "$command" $one)
        end
    end
    set -l offers (__dlread_argument "$command" $number)
    if set -q wanted[1]
        __dlread_offer '' "$word" $wanted
    else if test -z "$ended"; and string match -q -- '--*=*' $word
        set -l parts (string split -m 1 = -- $word)
        __dlread_offer $parts[1]= "$parts[2]" (__dlread_value "$command" $parts[1])
    else if contains +tags $offers; and string match -q -r -- '^[+-]' $word; and begin test -n "$ended"; or not string match -q -- '--*' $word; end
        __dlread_offer (string sub -l 1 -- $word) (string sub -s 2 -- $word) tags
    else if test -z "$ended"; and begin string match -q -- '--*' $word; or test "$word" = -; end
        __dlread_options "$command"
    else if test -z "$command"
        __dlread_commands
    else
        __dlread_offer '' "$word" $offers
    end
end

complete -c dlread -f -a '(__dlread 2>/dev/null)'
