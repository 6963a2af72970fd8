using PresignedMultipart.Tests.Support;

namespace PresignedMultipart.Tests.Journaling;

public sealed class FileUploadJournalTests : IDisposable
{
    private const string Name = "0123456789abcdef0123456789abcdef";

    private readonly string _parent = Directory.CreateTempSubdirectory("journal-").FullName;

    private string Folder => Path.Combine(_parent, "new", "journal");

    private string LogFile => Path.Combine(Folder, Name + ".jsonl");

    public void Dispose() => Directory.Delete(_parent, recursive: true);

    [Fact]
    public async Task Lines_are_there_when_the_log_is_opened_again()
    {
        var journal = new FileUploadJournal(Folder);
        await WriteAsync(journal, "one", "zwei äöü");

        await using IUploadLog log = await journal.OpenAsync(Name);

        Assert.Equal(["one", "zwei äöü"], log.Lines);
    }

    [Fact]
    public async Task A_line_is_on_the_disk_when_it_was_added()
    {
        var journal = new FileUploadJournal(Folder);
        await using IUploadLog log = await journal.OpenAsync(Name);

        await log.AppendAsync("one");

        // As a process that was killed would have left it: the file is not closed.
        Assert.Equal("one\n"u8.Length, new FileInfo(LogFile).Length);
    }

    [Theory]
    [InlineData("{\"part\":{\"num")]
    [InlineData("\u00e4")]
    public async Task A_torn_last_line_is_ignored_and_does_not_run_into_the_next(string torn)
    {
        var journal = new FileUploadJournal(Folder);
        await WriteAsync(journal, "one");
        await File.AppendAllTextAsync(LogFile, torn);

        await WriteAsync(journal, "two");

        Assert.Equal("one\ntwo\n", await File.ReadAllTextAsync(LogFile));
    }

    [Fact]
    public async Task A_log_that_nothing_was_added_to_leaves_no_file()
    {
        await WriteAsync(new FileUploadJournal(Folder));

        Assert.Empty(Directory.EnumerateFiles(Folder));
    }

    [Fact]
    public async Task Only_its_owner_can_read_it()
    {
        await WriteAsync(new FileUploadJournal(Folder), "one");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(LogFile).UnixFileMode);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, new DirectoryInfo(Folder).UnixFileMode);
    }

    [Fact]
    public async Task Two_cannot_have_a_log_open_and_the_second_is_told_why()
    {
        var time = new ManualTime();
        var journal = new FileUploadJournal(Folder, time);
        await using IUploadLog first = await journal.OpenAsync(Name);

        Task second = journal.OpenAsync(Name);
        await time.AdvanceUntilAsync(second, TimeSpan.Zero);

        var inUse = await Assert.ThrowsAsync<IOException>(() => second);
        Assert.Contains("another upload of the same object", inUse.Message, StringComparison.Ordinal);
        Assert.Contains(LogFile, inUse.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(1), time.GetUtcNow() - time.Start);
    }

    [Fact]
    public async Task A_log_that_is_closed_meanwhile_is_waited_for()
    {
        var time = new ManualTime();
        var journal = new FileUploadJournal(Folder, time);
        IUploadLog first = await journal.OpenAsync(Name);
        await first.AppendAsync("one");
        Task<IUploadLog> second = journal.OpenAsync(Name);
        Assert.Equal([TimeSpan.FromMilliseconds(20)], time.Waiting);

        await first.DisposeAsync();
        await time.AdvanceUntilAsync(second, TimeSpan.Zero);

        await using IUploadLog log = await second;
        Assert.Equal(["one"], log.Lines);
    }

    [Fact]
    public async Task What_keeps_a_log_from_being_opened_for_a_moment_alone_does_no_harm()
    {
        var time = new ManualTime();
        Task<IUploadLog> opening = OpenWhatCannotBeOpened(time);

        File.Delete(LogFile);
        await time.AdvanceUntilAsync(opening, TimeSpan.Zero);

        await using IUploadLog log = await opening;
        Assert.Empty(log.Lines);
    }

    [Fact]
    public async Task No_other_upload_is_blamed_where_there_is_no_log()
    {
        var time = new ManualTime();
        Task opening = OpenWhatCannotBeOpened(time);

        Directory.Delete(Folder, recursive: true);
        await time.AdvanceUntilAsync(opening, TimeSpan.Zero);

        await Assert.ThrowsAsync<DirectoryNotFoundException>(() => opening);
    }

    [Fact]
    public async Task Waiting_for_a_log_can_be_cancelled()
    {
        var journal = new FileUploadJournal(Folder, new ManualTime());
        await using IUploadLog first = await journal.OpenAsync(Name);
        using var cancellation = new CancellationTokenSource();
        Task second = journal.OpenAsync(Name, cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    [Fact]
    public async Task An_opening_that_is_cancelled_leaves_the_log_to_the_next()
    {
        var journal = new FileUploadJournal(Folder);
        await WriteAsync(journal, "one");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => journal.OpenAsync(Name, new CancellationToken(canceled: true)));

        await using IUploadLog log = await journal.OpenAsync(Name);
        Assert.Equal(["one"], log.Lines);
    }

    [Fact]
    public async Task Two_can_list_a_journal_at_the_same_time()
    {
        var journal = new FileUploadJournal(Folder);
        await WriteAsync(journal, "one");
        // As the other one does.
        await using var other = new FileStream(LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

        Assert.Single(await journal.ReadAllAsync().ToListAsync());
    }

    [Fact]
    public async Task A_log_whose_directory_is_gone_can_be_closed()
    {
        IUploadLog log = await new FileUploadJournal(Folder).OpenAsync(Name);
        Directory.Delete(Folder, recursive: true);

        await log.DisposeAsync();

        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public async Task Logs_are_listed_in_the_same_order_each_time()
    {
        var journal = new FileUploadJournal(Folder);
        string[] names = [.. Enumerable.Range(0, 16).Select(digit => $"{(digit * 7) % 16:x}{Name[1..]}")];
        foreach (string name in names)
        {
            await using IUploadLog log = await journal.OpenAsync(name);
            await log.AppendAsync(name);
        }

        Assert.Equal(names.Order(StringComparer.Ordinal), (await journal.ReadAllAsync().ToListAsync()).Select(lines => lines[0]));
    }

    [Fact]
    public async Task Other_files_in_the_directory_are_left_alone()
    {
        var journal = new FileUploadJournal(Folder);
        await WriteAsync(journal, "one");
        await File.WriteAllTextAsync(Path.Combine(Folder, "README"), "another\n");

        Assert.Equal(["one"], Assert.Single(await journal.ReadAllAsync().ToListAsync()));
    }

    [Fact]
    public async Task A_line_that_was_cancelled_is_not_added()
    {
        await using IUploadLog log = await new FileUploadJournal(Folder).OpenAsync(Name);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => log.AppendAsync("one", new CancellationToken(canceled: true)));

        Assert.Equal(0, new FileInfo(LogFile).Length);
    }

    [Fact]
    public async Task A_log_that_is_open_is_not_listed()
    {
        var journal = new FileUploadJournal(Folder);
        await WriteAsync(journal, "one");
        const string Other = "fedcba9876543210fedcba9876543210";
        await using (IUploadLog other = await journal.OpenAsync(Other))
        {
            await other.AppendAsync("two");
            Assert.Equal(["one"], Assert.Single(await journal.ReadAllAsync().ToListAsync()));
        }

        Assert.Equal(2, (await journal.ReadAllAsync().ToListAsync()).Count);
    }

    [Fact]
    public async Task A_log_that_is_deleted_leaves_nothing()
    {
        var journal = new FileUploadJournal(Folder);
        await using (IUploadLog log = await journal.OpenAsync(Name))
        {
            await log.AppendAsync("one");
            await log.DeleteAsync();
        }

        Assert.Empty(Directory.EnumerateFiles(Folder));
    }

    [Fact]
    public async Task A_log_that_is_deleted_and_closed_takes_no_other_with_it()
    {
        var journal = new FileUploadJournal(Folder);
        IUploadLog ended = await journal.OpenAsync(Name);
        await ended.DeleteAsync();
        await WriteAsync(journal, "another");

        await ended.DisposeAsync();

        Assert.Equal("another\n", await File.ReadAllTextAsync(LogFile));
    }

    [Fact]
    public async Task A_directory_that_cannot_be_made_is_named_with_what_to_do()
    {
        string file = Path.GetTempFileName();
        try
        {
            string directory = Path.Combine(file, "journal");

            IOException impossible = await Assert.ThrowsAsync<IOException>(() => new FileUploadJournal(directory).OpenAsync(Name));

            Assert.StartsWith($"The journal's directory '{directory}' cannot be made: ", impossible.Message, StringComparison.Ordinal);
            Assert.EndsWith("Name one that can, on a local disk with room.", impossible.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_log_that_may_not_be_written_is_named_with_the_user_and_what_to_do()
    {
        Directory.CreateDirectory(Path.Combine(Folder, Name + ".jsonl"));

        var denied = await Assert.ThrowsAsync<UnauthorizedAccessException>(() => new FileUploadJournal(Folder).OpenAsync(Name));

        Assert.StartsWith($"The journal in '{Folder}' cannot be written by the user {Environment.UserName}", denied.Message, StringComparison.Ordinal);
        Assert.Contains("name another directory", denied.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_journal_that_is_not_there_is_empty_and_listing_does_not_make_it()
    {
        Assert.Empty(await new FileUploadJournal(Folder).ReadAllAsync().ToListAsync());
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public void A_journal_without_a_directory_is_refused() => Assert.Throws<ArgumentException>("directory", () => new FileUploadJournal(""));

    [Fact]
    public void It_is_called_by_its_directorys_full_path() =>
        Assert.Equal(Path.Combine(Environment.CurrentDirectory, "journal"), new FileUploadJournal("journal").ToString());

    [Theory]
    [InlineData("")]
    [InlineData("../outside")]
    [InlineData("A")]
    public async Task A_name_that_is_none_of_a_log_is_refused(string name) =>
        await Assert.ThrowsAsync<ArgumentException>(() => new FileUploadJournal(Folder).OpenAsync(name));

    private Task<IUploadLog> OpenWhatCannotBeOpened(ManualTime time)
    {
        Directory.CreateDirectory(Folder);
        // A link to itself.
        File.CreateSymbolicLink(LogFile, LogFile);
        Task<IUploadLog> opening = new FileUploadJournal(Folder, time).OpenAsync(Name);
        Assert.False(opening.IsCompleted);
        return opening;
    }

    private static async Task WriteAsync(FileUploadJournal journal, params string[] lines)
    {
        await using IUploadLog log = await journal.OpenAsync(Name);
        foreach (string line in lines)
        {
            await log.AppendAsync(line);
        }
    }
}
