package com.chatbotkit.springai.api;

import java.util.ArrayList;
import java.util.List;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/** Reactor's operators. Waits for the end of the body after {@code [DONE]}, and has no grace period. */
final class CompletionStream extends Flux<ChatCompletion> {

	private final Flux<ChatCompletion> pieces;

	CompletionStream(Flux<DataBuffer> body, int maxEventSize, FailureFactory failures, ConnectionReuse reuse,
			Watchdog gracePeriods) {
		this.pieces = Flux.defer(() -> {
			CompletionEvents events = new CompletionEvents(maxEventSize, failures);
			return body.concatMapIterable((buffer) -> read(events, buffer), 1)
				.concatWith(Mono.fromSupplier(() -> last(events)))
				.onErrorMap(failures::ofBody)
				.doFinally((signal) -> events.close());
		});
	}

	@Override
	public void subscribe(CoreSubscriber<? super ChatCompletion> actual) {
		this.pieces.subscribe(actual);
	}

	private static List<ChatCompletion> read(CompletionEvents events, DataBuffer buffer) {
		try {
			events.add(buffer);
		}
		finally {
			DataBufferUtils.release(buffer);
		}
		List<ChatCompletion> pieces = new ArrayList<>();
		for (ChatCompletion piece = events.next(); piece != null; piece = events.next()) {
			pieces.add(piece);
		}
		return pieces;
	}

	private static ChatCompletion last(CompletionEvents events) {
		ChatCompletion last = events.isDone() ? null : events.last();
		if (!events.isDone()) {
			events.checkWhole();
		}
		return last;
	}

}
