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
 * What happens while a bot answers, as the page is told.
 */
sealed interface ReplyEvent {

	/**
	 * More of the answer.
	 *
	 * @param text the text, in Markdown
	 */
	record Text(String text) implements ReplyEvent {

	}

	/**
	 * A tool is called.
	 *
	 * @param id the call, among those of one answer
	 * @param tool the tool's name
	 * @param arguments its arguments, as JSON
	 * @param ofBot whether the bot runs it itself; else this application does
	 */
	record Call(String id, String tool, String arguments, boolean ofBot) implements ReplyEvent {

	}

	/**
	 * A tool of this application has returned.
	 *
	 * @param id the call
	 * @param result what it returned, as JSON, or why it failed
	 */
	record Result(String id, String result) implements ReplyEvent {

	}

	/**
	 * The last event.
	 */
	sealed interface End extends ReplyEvent {

	}

	/** The answer is whole. */
	record Done() implements End {

	}

	/** The user has heard enough. */
	record Stopped() implements End {

	}

	/**
	 * There will be no more of the answer.
	 *
	 * @param message what happened, for the user
	 * @param code what happened, for whoever is asked for help
	 */
	record Failed(String message, String code) implements End {

		/** The code where the page offers another conversation, as it does for 413. */
		static final String TOO_LONG = "TOO_LONG";

	}

	/** The event's name on the wire: {@code text}, {@code call}, {@code done} … */
	default String name() {
		return getClass().getSimpleName().toLowerCase(Locale.ROOT);
	}

}
