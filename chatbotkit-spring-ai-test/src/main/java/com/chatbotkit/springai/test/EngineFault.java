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

package com.chatbotkit.springai.test;

import com.chatbotkit.springai.server.agent.AgentException;

/**
 * Lets the platform's engine fail while it answers.
 *
 * @param code the code
 * @param message the platform's message
 * @param after the number of events sent before
 * @param known true if the engine reports an error; false for an exception, after which a
 * stream ends without an error and without a finish reason
 */
record EngineFault(String code, String message, int after, boolean known) implements Fault {

	Reply applyTo(Reply reply) {
		Reply begun = reply.first(this.after);
		return this.known ? begun.andFailure(this.code, this.message)
				: begun.breaking(new AgentException(this.code, this.message));
	}

}
