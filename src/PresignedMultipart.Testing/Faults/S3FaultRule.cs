using System.Globalization;
using PresignedMultipart.Testing.Faults;

namespace PresignedMultipart.Testing;

/// <summary>One fault that is in force: it counts how often it struck, and can be taken back.</summary>
public sealed class S3FaultRule
{
    private readonly S3Faults _owner;
    private readonly FaultSelection _selection;
    private readonly string _effectName;
    private readonly Func<S3FaultRule, FaultPlan, bool> _effect;
    private readonly object _gate = new();
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiters = [];
    private volatile KeyValuePair<string, string>[] _headers = [];
    private int _matches;
    private int _hits;

    internal S3FaultRule(
        S3Faults owner, FaultSelection selection, bool beforeSignatureCheck, string effectName, Func<S3FaultRule, FaultPlan, bool> effect)
    {
        _owner = owner;
        _selection = selection;
        _effectName = effectName;
        _effect = effect;
        BeforeSignatureCheck = beforeSignatureCheck;
    }

    /// <summary>How many requests this rule has struck.</summary>
    public int Hits => Volatile.Read(ref _hits);

    /// <summary>Whether the rule acts on the check of the signature itself, and so cannot wait for its result.</summary>
    internal bool BeforeSignatureCheck { get; }

    internal IReadOnlyList<KeyValuePair<string, string>> Headers => _headers;

    /// <summary>Adds a header to the answer that this rule gives. Only rules that give an answer of their own use it.</summary>
    /// <param name="name">The header's name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>This rule.</returns>
    public S3FaultRule WithHeader(string name, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        lock (_gate)
        {
            _headers = [.. _headers, new(name, value)];
        }

        return this;
    }

    /// <summary>Adds a Retry-After header in seconds, rounded up, to the answer that this rule gives.</summary>
    /// <param name="delay">How long the client is asked to wait.</param>
    /// <returns>This rule.</returns>
    public S3FaultRule WithRetryAfter(TimeSpan delay) =>
        WithHeader("Retry-After", ((long)Math.Ceiling(delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture));

    /// <summary>Waits until the rule has struck a number of times, so that a test need not sleep.</summary>
    /// <param name="count">The number, 1 or more.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>A task that ends when <see cref="Hits"/> has reached the number.</returns>
    public Task WaitForHitsAsync(int count = 1, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_hits >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((count, reached));
            return reached.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Takes the rule back; requests that it holds up already are not released.</summary>
    public void Remove() => _owner.Remove(this);

    /// <summary>Says the rule as the sentence that made it.</summary>
    /// <returns>A line for logs.</returns>
    public override string ToString() => $"{_selection.Describe()}.{_effectName}";

    /// <summary>Adds the rule's effect to the plan if it is about the request, and counts.</summary>
    internal bool TryStrike(S3TestRequest request, FaultPlan plan)
    {
        if (!_selection.Matches(request))
        {
            return false;
        }

        lock (_gate)
        {
            int match = ++_matches - _selection.Skipped;
            if (match < 1 || match % _selection.Every != 0 || _hits >= _selection.Times || !_effect(this, plan))
            {
                return false;
            }

            _hits++;
            for (int i = _waiters.Count - 1; i >= 0; i--)
            {
                if (_waiters[i].Count <= _hits)
                {
                    _waiters[i].Reached.TrySetResult();
                    _waiters.RemoveAt(i);
                }
            }

            return true;
        }
    }
}
