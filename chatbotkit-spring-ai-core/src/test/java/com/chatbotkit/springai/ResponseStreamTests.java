/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.springai;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import com.chatbotkit.springai.api.ChatCompletion;
import com.chatbotkit.springai.tool.DeclaredTools;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.util.context.Context;

import org.springframework.ai.chat.model.ChatResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each text is handed on when it is wanted, and the end of an answer when one more is.
 */
class ResponseStreamTests {

	private final TestPublisher<ChatCompletion> pieces = TestPublisher.create();

	private final Flux<String> texts = texts(this.pieces.flux());

	@Test
	void textsAndThenTheEnd() {
		StepVerifier.create(this.texts)
			.then(() -> this.pieces.next(piece("a"), piece("b"), end()).complete())
			.expectNext("a", "b", "STOP")
			.verifyComplete();
	}

	@Test
	void noPiecesStillHaveAnEnd() {
		StepVerifier.create(this.texts).then(this.pieces::complete).expectNext("null").verifyComplete();
	}

	@Test
	void aPieceWithoutATextIsPassedOverAndAnotherIsAskedFor() {
		StepVerifier.create(texts(Flux.just(piece(null), piece(""), piece("a"), piece(null), piece("b"), end())), 0)
			.thenRequest(1)
			.expectNext("a")
			.thenRequest(1)
			.expectNext("b")
			.thenRequest(1)
			.expectNext("STOP")
			.verifyComplete();
	}

	@Test
	void theEndWaitsUntilItIsWanted() {
		List<String> received = new ArrayList<>();
		StepVerifier.create(this.texts.doOnNext(received::add), 0)
			.thenRequest(1)
			.then(() -> this.pieces.next(piece("a")).complete())
			.expectNext("a")
			.then(() -> assertThat(received).containsExactly("a"))
			.thenRequest(1)
			.expectNext("null")
			.verifyComplete();
	}

	@Test
	void noMoreIsAskedForThanIsWanted() {
		StepVerifier.create(this.texts, 0)
			.then(() -> this.pieces.assertMaxRequested(0))
			.thenRequest(2)
			.then(() -> this.pieces.assertMaxRequested(2))
			.thenCancel()
			.verify();
	}

	@Test
	void anErrorComesAfterTheTextsAndWithoutAnEnd() {
		StepVerifier.create(this.texts)
			.then(() -> this.pieces.next(piece("a")).error(new IllegalStateException("broken")))
			.expectNext("a")
			.verifyErrorMessage("broken");
	}

	@Test
	void aCancelReachesThePiecesAndNoEndFollows() {
		TestPublisher<ChatCompletion> late = TestPublisher
			.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
		List<String> received = new ArrayList<>();
		texts(late.flux()).subscribe(received::add).dispose();
		late.assertCancelled();
		late.complete();
		assertThat(received).isEmpty();
	}

	@Test
	void aSecondErrorIsNotLost() {
		TestPublisher<ChatCompletion> twice = TestPublisher
			.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
		StepVerifier.create(texts(twice.flux()))
			.then(() -> twice.error(new IllegalStateException("first")))
			.then(() -> twice.error(new IllegalStateException("second")))
			.expectErrorMessage("first")
			.verifyThenAssertThat()
			.hasDroppedErrorWithMessage("second");
	}

	@Test
	void aPieceThatCannotBeTakenIsAnErrorAndCancelsTheRest() {
		StepVerifier.create(this.texts)
			.then(() -> this.pieces.next(withoutACall()))
			.verifyError(RuntimeException.class);
		this.pieces.assertCancelled();
	}

	@Test
	void theContextOfWhoSubscribesReachesThePieces() {
		StepVerifier
			.create(texts(Flux.deferContextual((context) -> Flux.just(piece(context.get("key")))))
				.contextWrite(Context.of("key", "value")))
			.expectNext("value", "null")
			.verifyComplete();
	}

	/**
	 * Texts, and the reason of the end.
	 */
	private static Flux<String> texts(Flux<ChatCompletion> pieces) {
		return new ResponseStream(pieces,
				() -> new ResponseMapper(DeclaredTools.of(ChatBotKitChatOptions.builder().build(), List.of()), null,
						ToolCallLimits.none()))
			.map(ResponseStreamTests::said);
	}

	private static String said(ChatResponse response) {
		String text = response.getResult().getOutput().getText();
		return (text != null && !text.isEmpty()) ? text
				: String.valueOf(response.getResult().getMetadata().getFinishReason());
	}

	private static ChatCompletion piece(@Nullable String text) {
		return new ChatCompletion("c1", "m", 0, text, List.of(), null, null, null);
	}

	private static ChatCompletion withoutACall() {
		return new ChatCompletion("c1", "m", 0, null, Collections.singletonList(null), null, null, null);
	}

	private static ChatCompletion end() {
		return new ChatCompletion("c1", "m", 0, null, List.of(), "stop", null, null);
	}

}
