package com.chatbotkit.springai;

import java.util.function.Supplier;

import com.chatbotkit.springai.api.ChatCompletion;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.ai.chat.model.ChatResponse;

/** Reactor's operators. */
final class ResponseStream extends Flux<ChatResponse> {

	private final Flux<ChatResponse> responses;

	ResponseStream(Flux<ChatCompletion> chunks, Supplier<ResponseMapper> mappers) {
		this.responses = Flux.defer(() -> {
			ResponseMapper mapper = mappers.get();
			return chunks.map(mapper::next)
				.filter((response) -> !response.getResults().isEmpty())
				.concatWith(Mono.fromSupplier(mapper::end));
		});
	}

	@Override
	public void subscribe(CoreSubscriber<? super ChatResponse> actual) {
		this.responses.subscribe(actual);
	}

}
