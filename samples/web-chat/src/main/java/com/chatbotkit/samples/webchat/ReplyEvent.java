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

package com.chatbotkit.samples.webchat;

import java.util.Locale;

/**
 * An event of a bot's answer, as the page receives it.
 */
sealed interface ReplyEvent {

	/**
	 * A piece of the answer's text.
	 *
	 * @param text the text, in Markdown
	 */
	record Text(String text) implements ReplyEvent {

	}

	/**
	 * A tool is called.
	 *
	 * @param id identifies the call within one answer
	 * @param tool the tool's name
	 * @param arguments its arguments, as JSON
	 * @param ofBot true if the bot runs the tool itself, false if this application does
	 */
	record Call(String id, String tool, String arguments, boolean ofBot) implements ReplyEvent {

	}

	/**
	 * A tool of this application has returned.
	 *
	 * @param id the call
	 * @param result the result as JSON, or the reason of its failure
	 */
	record Result(String id, String result) implements ReplyEvent {

	}

	/**
	 * The last event.
	 */
	sealed interface End extends ReplyEvent {

	}

	/** The answer is complete. */
	record Done() implements End {

	}

	/** The user stopped the answer. */
	record Stopped() implements End {

	}

	/**
	 * The answer has failed.
	 *
	 * @param message the message for the user
	 * @param code the error code for the support
	 */
	record Failed(String message, String code) implements End {

		/** The code for which the page offers a new conversation, as it does for 413. */
		static final String TOO_LONG = "TOO_LONG";

	}

	/**
	 * Returns the event's name on the wire: {@code text}, {@code call}, {@code done} …
	 */
	default String name() {
		return getClass().getSimpleName().toLowerCase(Locale.ROOT);
	}

}
