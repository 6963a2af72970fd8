using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace PresignedMultipart.Tests.Support;

/// <summary>A journal whose lines a test can see, and that fails where it says so.</summary>
internal sealed class MemoryJournal : IUploadJournal
{
    private readonly Dictionary<string, List<string>> _logs = [];
    private readonly Channel<string> _appended = Channel.CreateUnbounded<string>();

    public int Appended => _appended.Reader.Count;

    public Action<string> BeforeAppend { get; set; } = _ => { };

    /// <summary>How long adding a line takes, and deleting a log.</summary>
    public Func<CancellationToken, Task> Until { get; set; } = _ => Task.CompletedTask;

    public Action BeforeDelete { get; set; } = () => { };

    public Func<Task> BeforeClose { get; set; } = () => Task.CompletedTask;

    public IReadOnlyDictionary<string, List<string>> Logs => _logs;

    public IReadOnlyList<string> Lines => [.. _logs.Values.SelectMany(lines => lines)];

    /// <summary>Waits until so many lines were added since the last wait.</summary>
    public async Task WaitForLinesAsync(int count)
    {
        for (; count > 0; count--)
        {
            await _appended.Reader.ReadAsync();
        }
    }

    public Task<IUploadLog> OpenAsync(string name, CancellationToken cancellationToken = default)
    {
        lock (_logs)
        {
            return Task.FromResult<IUploadLog>(new Log(this, name, [.. _logs.GetValueOrDefault(name, [])]));
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<string>> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        foreach (List<string> lines in _logs.Values.ToArray())
        {
            yield return lines;
        }
    }

    private sealed class Log(MemoryJournal journal, string name, IReadOnlyList<string> lines) : IUploadLog
    {
        private bool _isDeleted;

        public IReadOnlyList<string> Lines => lines;

        public async Task AppendAsync(string line, CancellationToken cancellationToken = default)
        {
            Assert.False(_isDeleted, "Only disposing follows.");
            cancellationToken.ThrowIfCancellationRequested();
            await journal.Until(cancellationToken);
            journal.BeforeAppend(line);
            Assert.DoesNotContain('\n', line);
            lock (journal._logs)
            {
                if (!journal._logs.TryGetValue(name, out List<string>? all))
                {
                    journal._logs.Add(name, all = []);
                }

                all.Add(line);
            }

            journal._appended.Writer.TryWrite(line);
        }

        public async Task DeleteAsync(CancellationToken cancellationToken = default)
        {
            Assert.False(_isDeleted, "Only disposing follows.");
            await journal.Until(cancellationToken);
            journal.BeforeDelete();
            _isDeleted = true;
            lock (journal._logs)
            {
                journal._logs.Remove(name);
            }
        }

        public async ValueTask DisposeAsync() => await journal.BeforeClose();
    }
}
